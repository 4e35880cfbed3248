using Npgsql;

namespace EventSourced.EventStore;

/// <summary>The events of the log after a position: for reports of how far behind a reader is.</summary>
/// <param name="source">The database.</param>
/// <param name="options">Names of the schemas.</param>
public sealed class LogBacklog(NpgsqlDataSource source, EventStoreOptions options)
{
    /// <summary>Largest range of positions whose events are counted: counting more would cost too much for a report.</summary>
    public const long CountedAtMost = 1_000_000;

    /// <summary>Events by type in (after, upTo].</summary>
    /// <param name="after">Position to count after.</param>
    /// <param name="upTo">Last position.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>By stored name of the type; null when the range has more than <see cref="CountedAtMost"/> positions.</returns>
    public async Task<IReadOnlyDictionary<string, Backlog>?> CountAsync(long after, long upTo, CancellationToken cancellationToken = default)
    {
        var counts = new Dictionary<string, Backlog>();
        if (upTo - after > CountedAtMost) return null;
        if (upTo <= after) return counts;
        await using var command = source.CreateCommand(
            $"select type, count(*), min(timestamp) from {options.LogSchema}.mt_events where seq_id > $1 and seq_id <= $2 and {LogRows.Live} group by type");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upTo });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) counts[reader.GetString(0)] = new Backlog(reader.GetInt64(1), reader.GetFieldValue<DateTimeOffset>(2));
        return counts;
    }

    /// <summary>When the first event after a position was decided, or null when there is none in the range.</summary>
    /// <param name="after">Position to search after.</param>
    /// <param name="upTo">Last position.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<DateTimeOffset?> FirstAfterAsync(long after, long upTo, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand($"select timestamp from {options.LogSchema}.mt_events where seq_id > $1 and seq_id <= $2 and {LogRows.Live} order by seq_id limit 1");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upTo });
        return await command.ExecuteScalarAsync(cancellationToken) is DateTime time ? new DateTimeOffset(time) : null;
    }
}

/// <summary>Events that wait for a reader.</summary>
/// <param name="Events">Their number.</param>
/// <param name="Oldest">When the oldest was decided.</param>
public sealed record Backlog(long Events, DateTimeOffset Oldest);
