using Npgsql;

namespace EventSourced.EventStore;

/// <summary>Finds positions of the log by time.</summary>
/// <param name="source">The database.</param>
/// <param name="options">Names of the schemas.</param>
public sealed class LogTimes(NpgsqlDataSource source, EventStoreOptions options)
{
    /// <summary>When the first event of the log was recorded; null while the log is empty.</summary>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<DateTimeOffset?> FirstAsync(CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand($"select timestamp from {options.LogSchema}.mt_events where {LogRows.Live} order by seq_id limit 1");
        return await command.ExecuteScalarAsync(cancellationToken) is DateTime time ? new DateTimeOffset(time) : null;
    }

    /// <summary>
    /// Position of the last event that was recorded at a time or before; 0 when there is none. The times come from the clocks of the command side and need not
    /// ascend with the positions: an event with a later time may precede it. It scans the whole log, because there is no index by time.
    /// </summary>
    /// <param name="time">The time.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<long> PositionAtAsync(DateTimeOffset time, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand($"select coalesce(max(seq_id), 0) from {options.LogSchema}.mt_events where timestamp <= $1 and {LogRows.Live}");
        command.CommandTimeout = 0;
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = time.UtcDateTime });
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
