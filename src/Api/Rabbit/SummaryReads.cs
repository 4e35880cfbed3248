using Npgsql;

namespace EventSourced.Api.Rabbit;

/// <summary>The daily summary, on demand.</summary>
internal sealed class SummaryReads(NpgsqlDataSource source)
{
    private const long HourMs = 3_600_000;

    /// <summary>Sums up the 24 hours before 12:00 UTC of a day. Forgotten words still count as rows, not as words.</summary>
    /// <param name="date">The day.</param>
    /// <param name="child">Only this child, or null.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<SummaryShape> ReadAsync(DateOnly date, string? child, CancellationToken cancellationToken)
    {
        var noon = ((date.DayNumber - new DateOnly(1970, 1, 1).DayNumber) * 24L + 12) * HourMs;
        await using var command = source.CreateCommand($"""
            select s.sessions, s.turns, v.rows, v.words from
                (select count(*) as sessions, coalesce(sum(turn_count), 0)::bigint as turns from rabbit.sessions
                 where ($1::text is null or child_id = $1) and last_activity >= $2 and last_activity < $3) s,
                (select count(*) as rows, count(distinct word) filter (where word <> '') as words from rabbit.vocabulary
                 where {RabbitScope.Sessions("session_id")} and first_seen_at >= $2 and first_seen_at < $3) v
            """);
        command.Parameters.AddRange(new[] { RabbitScope.Child(child), RabbitScope.Number(noon - 24 * HourMs), RabbitScope.Number(noon) });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new SummaryShape(date, reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
    }
}
