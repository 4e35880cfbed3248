using EventSourced.EventStore.Log;
using Npgsql;

namespace EventSourced.EventStore;

/// <summary>Names that are unique in the whole log, such as ids that callers choose. An expected version guards one stream only.</summary>
public sealed class Claims
{
    private readonly NpgsqlDataSource _dataSource;
    private readonly TimeProvider _time;
    private readonly string _table;
    private readonly Batcher<Claim, string> _claims;

    /// <summary>Opens the claims.</summary>
    /// <param name="dataSource">The database; its primary server.</param>
    /// <param name="options">Names of the schemas.</param>
    /// <param name="time">Clock of the claims.</param>
    /// <param name="log">Planned connections to the database; null for those of the data source.</param>
    public Claims(NpgsqlDataSource dataSource, EventStoreOptions options, TimeProvider? time = null, EventLogSource? log = null) =>
        (_dataSource, _time, _table, _claims) = (dataSource, time ?? TimeProvider.System, $"{options.StateSchema}.claims", new(log ?? new EventLogSource(dataSource), ClaimAllAsync));

    /// <summary>
    /// Claims a name for an owner, unless it is claimed already. Call it just before the append that uses the name: the returned owner may append, also in a
    /// retry.
    /// </summary>
    /// <param name="name">The name, prefixed by its kind. It must not be personal data.</param>
    /// <param name="owner">Who claims it, such as the stream.</param>
    /// <param name="cancellationToken">Stops waiting; the name may be claimed nevertheless.</param>
    /// <returns>The owner, which never changes.</returns>
    public Task<string> TakeAsync(string name, string owner, CancellationToken cancellationToken = default) =>
        _claims.ExecuteAsync(new Claim(name, owner), cancellationToken);

    /// <summary>The owner of a name, or null when it is not claimed.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<string?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        await using var command = _dataSource.CreateCommand($"select owner from {_table} where name = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        return await command.ExecuteScalarAsync(cancellationToken) as string;
    }

    private async Task<IReadOnlyList<string>> ClaimAllAsync(NpgsqlConnection connection, IReadOnlyList<Claim> claims)
    {
        await using var batch = new NpgsqlBatch(connection);
        // No flush to disk: the append that follows is later in the write-ahead log, so it is durable only if the claim is.
        batch.BatchCommands.Add(new NpgsqlBatchCommand("select set_config('synchronous_commit', 'off', true)"));
        // In the order of names, which prevents deadlocks.
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"""
            insert into {_table} (name, owner, taken_at) select name, owner, $3 from unnest($1, $2) as c (name, owner) order by name
            on conflict do nothing returning name
            """)
        {
            Parameters =
            {
                new NpgsqlParameter<string[]> { TypedValue = [.. claims.Select(c => c.Name)] },
                new NpgsqlParameter<string[]> { TypedValue = [.. claims.Select(c => c.Owner)] },
                new NpgsqlParameter<DateTime> { TypedValue = _time.GetUtcNow().UtcDateTime },
            },
        });
        await ServerSessions.PrepareAsync(batch);
        var taken = 0;
        await using (var reader = await batch.ExecuteReaderAsync())
        {
            await reader.NextResultAsync();
            while (await reader.ReadAsync()) taken++;
        }
        if (taken == claims.Count) return [.. claims.Select(c => c.Owner)];
        var owners = await OwnersAsync(connection, [.. claims.Select(c => c.Name)]);
        return [.. claims.Select(c => owners[c.Name])];
    }

    private async Task<Dictionary<string, string>> OwnersAsync(NpgsqlConnection connection, string[] names)
    {
        await using var command = new NpgsqlCommand($"select name, owner from {_table} where name = any($1)", connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = names });
        await ServerSessions.PrepareAsync(command);
        Dictionary<string, string> owners = [];
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) owners[reader.GetString(0)] = reader.GetString(1);
        return owners;
    }

    private sealed record Claim(string Name, string Owner);
}
