using Npgsql;

namespace EventSourced.Commands.Pulse.Exports;

/// <summary>Finds exports by what the log cannot be asked for. It may lag behind: whoever asks decides on the export's stream.</summary>
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

    /// <summary>Exports whose raw object has a key.</summary>
    /// <param name="objectKey">The key.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task<IReadOnlyList<Guid>> FindByObjectAsync(string objectKey, CancellationToken cancellationToken = default);
}

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
    public Task<IReadOnlyList<Guid>> FindByObjectAsync(string objectKey, CancellationToken cancellationToken = default) =>
        FindAsync("select export_id from pulse.exports where object_key = $1 order by export_id", [new NpgsqlParameter<string> { TypedValue = objectKey }], cancellationToken);

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
