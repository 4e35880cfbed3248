using Npgsql;

namespace EventSourced.EventStore.Appending;

/// <summary>Reads and locks the streams of a group, in the transaction that writes it, and reads which of its commands have an outcome.</summary>
internal sealed class StreamLookup(EventStoreOptions options)
{
    // PostgreSQL never flattens a lateral subquery that locks: each stream is found by its key, whatever size the table had when the statement was planned.
    private readonly string _streams = $"""
        select q.n, s.version, s.is_archived from unnest($1::text[], $2::text[]) with ordinality q (tenant, stream, n)
        cross join lateral (
            select s.version, s.is_archived from {options.LogSchema}.mt_streams s where s.tenant_id = q.tenant collate "C" and s.id = q.stream collate "C" for update
        ) s
        """;

    private readonly string _commands = $"""
        select q.id from unnest($1::uuid[]) q (id)
        cross join lateral (select from {options.StateSchema}.commands c where c.command_id = q.id and c.status <> 'accepted' offset 0) c
        """;

    /// <summary>Versions of the streams that exist, those of them that Marten has archived, and the commands that have an outcome.</summary>
    public readonly record struct Result(
        IReadOnlyDictionary<(string Tenant, string Stream), long> Versions, IReadOnlySet<(string Tenant, string Stream)> Archived, IReadOnlySet<Guid> Handled);

    /// <summary>Reads in one round trip.</summary>
    /// <param name="connection">The connection, in the group's transaction.</param>
    /// <param name="group">The appends.</param>
    /// <param name="settings">Settings of the transaction, or null.</param>
    public async Task<Result> RunAsync(NpgsqlConnection connection, IReadOnlyList<PendingAppend> group, string? settings)
    {
        // Always in the same order, so that no two processes deadlock.
        var names = group.SelectMany(p => p.Append.Streams.Select(s => (p.Tenant, s.StreamId))).Distinct()
            .OrderBy(n => n.Tenant, StringComparer.Ordinal).ThenBy(n => n.StreamId, StringComparer.Ordinal).ToList();
        var commands = group.Select(p => p.Append.Outcome?.CommandId).OfType<Guid>().ToArray();

        await using var batch = new NpgsqlBatch(connection) { Timeout = Math.Max(1, (int)options.GiveUpAfter.TotalSeconds) };
        if (settings is not null) batch.BatchCommands.Add(new(settings));
        batch.BatchCommands.Add(new(_streams)
        {
            Parameters =
            {
                new NpgsqlParameter<string[]> { TypedValue = [.. names.Select(n => n.Tenant)] },
                new NpgsqlParameter<string[]> { TypedValue = [.. names.Select(n => n.StreamId)] },
            },
        });
        if (commands.Length > 0) batch.BatchCommands.Add(new(_commands) { Parameters = { new NpgsqlParameter<Guid[]> { TypedValue = commands } } });

        Dictionary<(string Tenant, string Stream), long> versions = [];
        HashSet<(string Tenant, string Stream)> archived = [];
        HashSet<Guid> handled = [];
        await using var reader = await batch.ExecuteReaderAsync();
        if (settings is not null) await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            var name = names[(int)reader.GetInt64(0) - 1];
            versions.Add(name, reader.IsDBNull(1) ? 0 : reader.GetInt64(1));
            if (!reader.IsDBNull(2) && reader.GetBoolean(2)) archived.Add(name);
        }
        if (await reader.NextResultAsync())
            while (await reader.ReadAsync()) handled.Add(reader.GetGuid(0));
        return new Result(versions, archived, handled);
    }
}
