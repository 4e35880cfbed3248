using Npgsql;

namespace EventSourced.EventStore.Appending;

/// <summary>Locks streams that an append expects not to exist and does not write to, until its transaction ends.</summary>
/// <param name="options">Names of the schemas.</param>
internal sealed class AbsentStreams(EventStoreOptions options)
{
    /// <summary>Inserts placeholder rows: a transaction that creates one of the streams waits.</summary>
    /// <exception cref="ConcurrentWriteException">One was created by another transaction.</exception>
    public Task LockAsync(NpgsqlConnection connection, IReadOnlyCollection<(string Tenant, string Stream)> absent) => ExecuteAsync(connection, absent, $"""
        insert into {options.LogSchema}.mt_streams (tenant_id, id, version)
        select q.tenant, q.stream, 0 from unnest($1, $2) q (tenant, stream) order by q.tenant collate "C", q.stream collate "C"
        on conflict do nothing
        """);

    /// <summary>Deletes the placeholder rows, in the same transaction.</summary>
    public Task ReleaseAsync(NpgsqlConnection connection, IReadOnlyCollection<(string Tenant, string Stream)> absent) => ExecuteAsync(connection, absent, $"""
        delete from {options.LogSchema}.mt_streams s using unnest($1, $2) q (tenant, stream)
        where s.tenant_id = q.tenant collate "C" and s.id = q.stream collate "C" and s.version = 0
        """);

    private static async Task ExecuteAsync(NpgsqlConnection connection, IReadOnlyCollection<(string Tenant, string Stream)> absent, string sql)
    {
        if (absent.Count == 0) return;
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. absent.Select(s => s.Tenant)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. absent.Select(s => s.Stream)] });
        if (await command.ExecuteNonQueryAsync() != absent.Count) throw new ConcurrentWriteException("A stream was created by another transaction.");
    }
}
