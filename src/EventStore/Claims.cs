using Npgsql;

namespace EventSourced.EventStore;

/// <summary>Names that may be used once in the whole log, where an expected version only guards one stream: an id that callers choose, in streams of different names.</summary>
public sealed class Claims
{
    private readonly NpgsqlDataSource _dataSource;
    private readonly TimeProvider _time;
    private readonly string _table;
    private readonly Gathered<Claim, string> _claims;

    /// <summary>Opens the claims.</summary>
    /// <param name="dataSource">The database; its primary server.</param>
    /// <param name="options">Names of the schemas.</param>
    /// <param name="time">Clock of the claims.</param>
    public Claims(NpgsqlDataSource dataSource, EventStoreOptions options, TimeProvider? time = null) =>
        (_dataSource, _time, _table, _claims) = (dataSource, time ?? TimeProvider.System, $"{options.StateSchema}.claims", new(dataSource, ClaimAllAsync));

    /// <summary>
    /// Takes a name for its owner, unless it is taken. To be asked just before the append that uses the name: whoever is the owner then may append, now or when
    /// trying again.
    /// </summary>
    /// <param name="name">The name, with its kind in front. Nothing personal.</param>
    /// <param name="owner">Who takes it, such as the stream.</param>
    /// <param name="cancellationToken">Gives up waiting; the name may be taken all the same.</param>
    /// <returns>The owner, from now on and for ever.</returns>
    public Task<string> TakeAsync(string name, string owner, CancellationToken cancellationToken = default) =>
        _claims.AskAsync(new Claim(name, owner), cancellationToken);

    /// <summary>The owner of a name, or null when nobody has taken it.</summary>
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
        // Nobody waits for the disk: the append that follows is written behind it, and is not durable before it.
        batch.BatchCommands.Add(new NpgsqlBatchCommand("select set_config('synchronous_commit', 'off', true)"));
        // In the order of names, so that nobody waits in a circle.
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"""
            insert into {_table} (name, owner, taken_at) select name, owner, $3 from unnest($1, $2) as c (name, owner) order by name
            on conflict do nothing
            """)
        {
            Parameters =
            {
                new NpgsqlParameter<string[]> { TypedValue = [.. claims.Select(c => c.Name)] },
                new NpgsqlParameter<string[]> { TypedValue = [.. claims.Select(c => c.Owner)] },
                new NpgsqlParameter<DateTime> { TypedValue = _time.GetUtcNow().UtcDateTime },
            },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"select name, owner from {_table} where name = any($1)")
        {
            Parameters = { new NpgsqlParameter<string[]> { TypedValue = [.. claims.Select(c => c.Name)] } },
        });
        await ServerSessions.PrepareAsync(batch);
        Dictionary<string, string> owners = [];
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        while (await reader.ReadAsync()) owners[reader.GetString(0)] = reader.GetString(1);
        return [.. claims.Select(c => owners[c.Name])];
    }

    private sealed record Claim(string Name, string Owner);
}
