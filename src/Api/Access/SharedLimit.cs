using System.Security.Cryptography;
using System.Text;
using EventSourced.EventStore;
using Npgsql;

namespace EventSourced.Api.Access;

/// <summary>
/// How much a caller may take within a window, counted over all processes in <c>es.caller_limits</c>. The window begins with the caller's first try. For limits that guard a secret;
/// those that only protect a process from load are <see cref="WindowLimit{TKey}"/>, which costs no statement.
/// </summary>
/// <param name="source">The database, whose clock counts.</param>
/// <param name="options">Name of the schema.</param>
/// <param name="secrets">Has the key of the callers' pseudonyms: addresses are not stored.</param>
internal sealed class SharedLimit(NpgsqlDataSource source, EventStoreOptions options, ISecretStore secrets)
{
    private const string Secret = "caller-limits";
    private const int KeyBytes = 32;

    private readonly string _table = $"{options.StateSchema}.caller_limits";
    private byte[]? _key;

    /// <summary>Takes one for a caller.</summary>
    /// <param name="name">What is limited.</param>
    /// <param name="caller">Who takes it.</param>
    /// <param name="permits">Maximum within a window.</param>
    /// <param name="window">Length of the window.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Null, or how long to wait before the next try: nothing was taken.</returns>
    public async Task<TimeSpan?> TakeAsync(string name, string caller, int permits, TimeSpan window, CancellationToken cancellationToken)
    {
        var pseudonym = HMACSHA256.HashData(_key ??= await secrets.GetOrCreateAsync(Secret, KeyBytes, cancellationToken), Encoding.UTF8.GetBytes($"{name}/{caller}"));
        await using var take = Command($"""
            insert into {_table} as l (name, caller, since, taken) values ($1, $2, now(), 1)
            on conflict (name, caller) do update set
                since = case when l.since <= now() - $3 then now() else l.since end,
                taken = case when l.since <= now() - $3 then 1 else l.taken + 1 end
            where l.since <= now() - $3 or l.taken < $4
            returning taken
            """, name, pseudonym, window);
        take.Parameters.Add(new NpgsqlParameter<int> { TypedValue = permits });
        if (await take.ExecuteScalarAsync(cancellationToken) is not int taken) return await WaitAsync(name, pseudonym, window, cancellationToken);
        if (taken == 1) await RemoveOldAsync(name, window, cancellationToken);
        return null;
    }

    private async Task<TimeSpan> WaitAsync(string name, byte[] caller, TimeSpan window, CancellationToken cancellationToken)
    {
        await using var wait = Command($"select since + $3 - now() from {_table} where name = $1 and caller = $2", name, caller, window);
        // The window may have ended meanwhile.
        return await wait.ExecuteScalarAsync(cancellationToken) is TimeSpan left && left > TimeSpan.FromSeconds(1) ? left : TimeSpan.FromSeconds(1);
    }

    private async Task RemoveOldAsync(string name, TimeSpan window, CancellationToken cancellationToken)
    {
        await using var remove = source.CreateCommand($"delete from {_table} where ctid = any (array(select ctid from {_table} where name = $1 and since <= now() - $2 for update skip locked))");
        remove.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        remove.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = window });
        await remove.ExecuteNonQueryAsync(cancellationToken);
    }

    private NpgsqlCommand Command(string sql, string name, byte[] caller, TimeSpan window)
    {
        var command = source.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = caller });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = window });
        return command;
    }
}
