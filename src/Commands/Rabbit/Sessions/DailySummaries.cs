using EventSourced.Contracts.Rabbit;
using Npgsql;
using NpgsqlTypes;

namespace EventSourced.Commands.Rabbit.Sessions;

/// <summary>Sums up days from the read tables.</summary>
/// <param name="dataSource">The database of the read tables.</param>
public sealed class DailySummaries(NpgsqlDataSource dataSource)
{
    /// <summary>The 24 hours before 12:00 UTC of a day. Forgotten words still count as rows, not as words.</summary>
    /// <param name="date">The day.</param>
    /// <param name="childId">Only this child, or null.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<DailySummaryProduced> SumUpAsync(DateOnly date, string? childId, CancellationToken cancellationToken)
    {
        const long HourMs = 3_600_000;
        // In numbers: a day at the beginning of the calendar has no noon 24 hours before.
        var noon = ((date.DayNumber - new DateOnly(1970, 1, 1).DayNumber) * 24L + 12) * HourMs;
        await using var command = dataSource.CreateCommand("""
            with s as (select * from rabbit.sessions where ($1::text is null or child_id = $1)),
                 w as (select v.word from rabbit.vocabulary v where v.first_seen_at >= $2 and v.first_seen_at < $3 and ($1::text is null or v.session_id in (select id from s)))
            select (select count(*) from s where last_activity >= $2 and last_activity < $3),
                   (select coalesce(sum(turn_count), 0)::bigint from s where last_activity >= $2 and last_activity < $3),
                   (select count(*) from w), (select count(distinct word) from w where word <> '')
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)childId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = noon - 24 * HourMs });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = noon });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new DailySummaryProduced(date, childId, (int)reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
    }
}
