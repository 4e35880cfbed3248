using Npgsql;

namespace EventSourced.Commands.Pulse.Exports;

/// <summary>
/// Finds exports by what the log cannot be asked for. What it finds is only a hint: the table may lag behind, so whoever asks decides on the export's stream.
/// Where what is missing would matter, the answer tells its position, and whoever asks reads the rest from the log.
/// </summary>
public interface IExportIndex
{
    /// <summary>Exports that failed, and those that wait or run without having changed since a time; most urgent first.</summary>
    /// <param name="unchangedSince">The time.</param>
    /// <param name="limit">Most exports to return.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task<IReadOnlyList<Guid>> FindForRequeueAsync(DateTimeOffset unchangedSince, int limit, CancellationToken cancellationToken = default);

    /// <summary>Exports whose raw object may go: its time has come, and it is not gone yet.</summary>
    /// <param name="now">The present time.</param>
    /// <param name="limit">Most exports to return.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task<IReadOnlyList<Guid>> FindExpiredRawAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken = default);

    /// <summary>Exports whose raw object has a key, as of the position that the answer tells: what was registered later is not among them.</summary>
    /// <param name="objectKey">The key.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task<ExportsOfObject> FindByObjectAsync(string objectKey, CancellationToken cancellationToken = default);
}

/// <summary>Exports that use an object.</summary>
/// <param name="Exports">The exports.</param>
/// <param name="Position">Up to this position of the log none is missing.</param>
public sealed record ExportsOfObject(IReadOnlyList<Guid> Exports, long Position);

/// <summary>Finds exports in the read table <c>pulse.exports</c>.</summary>
/// <param name="dataSource">The database of the read tables.</param>
public sealed class ExportIndex(NpgsqlDataSource dataSource) : IExportIndex
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<Guid>> FindForRequeueAsync(DateTimeOffset unchangedSince, int limit, CancellationToken cancellationToken = default) =>
        FindAsync("""
            select export_id from pulse.exports
            where (status = 'failed' and error_message like '[retry %' and error_message not like '[retry 5/5]%' and raw_deleted_at is null)
               or (status in ('queued', 'processing', 'weekly_processing') and updated_at <= $1)
            order by updated_at limit $2
            """, [new NpgsqlParameter<DateTime> { TypedValue = unchangedSince.UtcDateTime }, new NpgsqlParameter<int> { TypedValue = limit }], cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Guid>> FindExpiredRawAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken = default) =>
        FindAsync("""
            select export_id from pulse.exports
            where raw_delete_after <= $1 and raw_deleted_at is null and status in ('completed', 'failed')
            order by raw_delete_after limit $2
            """, [new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime }, new NpgsqlParameter<int> { TypedValue = limit }], cancellationToken);

    /// <inheritdoc/>
    public async Task<ExportsOfObject> FindByObjectAsync(string objectKey, CancellationToken cancellationToken = default)
    {
        // Rows and position in one statement, and so from one snapshot.
        await using var command = dataSource.CreateCommand("""
            select t.position, e.export_id from es.read_tables t left join pulse.exports e on e.object_key = $1
            where t.table_name = 'pulse.exports' order by e.export_id
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = objectKey });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<Guid> ids = [];
        var position = 0L;
        while (await reader.ReadAsync(cancellationToken))
        {
            position = reader.GetInt64(0);
            if (!reader.IsDBNull(1)) ids.Add(Guid.Parse(reader.GetString(1)));
        }
        return new ExportsOfObject(ids, position);
    }

    private async Task<IReadOnlyList<Guid>> FindAsync(string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<Guid> ids = [];
        while (await reader.ReadAsync(cancellationToken)) ids.Add(Guid.Parse(reader.GetString(0)));
        return ids;
    }
}
