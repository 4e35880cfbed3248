using System.Diagnostics;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using MediatR;
using Npgsql;
using NpgsqlTypes;

namespace EventSourced.Commands.Rabbit.Sessions;

/// <summary>Summarises the log up to the moment of the command, and waits until the read tables have reached it.</summary>
internal sealed class RunDailySummaryHandler(CommandStates states, StateReader reader, DailySummaries summaries) : IRequestHandler<Handle<RunDailySummary>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<RunDailySummary> request, CancellationToken cancellationToken)
    {
        await summaries.WaitAsync(await reader.Store.ReadWatermarkAsync(cancellationToken), cancellationToken);
        var summary = await summaries.SummariseAsync(request.Command.Date, request.Command.ChildId, cancellationToken);
        return await states.CompleteAsync(request.Context, Decision.Nothing.AndAtAnyVersion("rabbit-daily-summaries", summary).Answer(summary), cancellationToken);
    }
}

/// <summary>Computes daily summaries from the read tables.</summary>
/// <param name="dataSource">The database of the read tables.</param>
public sealed class DailySummaries(NpgsqlDataSource dataSource)
{
    private static readonly string[] s_tables = ["rabbit.analysis_jobs", "rabbit.conversation_turns", "rabbit.sessions", "rabbit.vocabulary"];
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(5);

    /// <summary>Waits until the summarised tables have reached a log position.</summary>
    /// <param name="position">The position.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="InvalidOperationException">A table is not running, or does not reach the position in time.</exception>
    public async Task WaitAsync(long position, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var delay = TimeSpan.FromMilliseconds(5);
        while (await BehindAsync(position, cancellationToken) is { } behind)
        {
            if (behind.State is not (null or "running") || Stopwatch.GetElapsedTime(started) > s_timeout)
                throw new InvalidOperationException($"{behind.Table} is {behind.State ?? "not built"} and has not reached position {position}, so the summary would be incomplete. Check the table with {CommandHint.Of("status")}, then run the summary again.");
            await Task.Delay(delay, cancellationToken);
            delay = TimeSpan.FromMilliseconds(Math.Min(250, delay.TotalMilliseconds * 1.5));
        }
    }

    /// <summary>
    /// Summarises the 24 hours before 12:00 UTC of a day. Forgotten words count as rows but not as distinct words. A session is active if it started or received a turn in
    /// the window, regardless of later turns. The time of receipt of a turn is the creation time of its analysis job, if it has one.
    /// </summary>
    /// <param name="date">The day.</param>
    /// <param name="childId">Limits the summary to one child; null for all.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<DailySummaryProduced> SummariseAsync(DateOnly date, string? childId, CancellationToken cancellationToken)
    {
        const long HourMs = 3_600_000;
        // Computed with numbers, because the first day of the calendar has no noon 24 hours before.
        var noon = ((date.DayNumber - new DateOnly(1970, 1, 1).DayNumber) * 24L + 12) * HourMs;
        await using var command = dataSource.CreateCommand("""
            with s as (select * from rabbit.sessions where ($1::text is null or child_id = $1)),
                 active as (select turn_count from s where last_activity >= $2 and (last_activity < $3 or (started_at >= $2 and started_at < $3) or exists (
                     select from rabbit.conversation_turns t left join rabbit.analysis_jobs j on j.turn_id = t.id
                     where t.session_id = s.id and coalesce(j.created_at, t."timestamp") >= $2 and coalesce(j.created_at, t."timestamp") < $3))),
                 w as (select v.word from rabbit.vocabulary v where v.first_seen_at >= $2 and v.first_seen_at < $3 and ($1::text is null or v.session_id in (select id from s)))
            select (select count(*) from active), (select coalesce(sum(turn_count), 0)::bigint from active),
                   (select count(*) from w), (select count(distinct word) from w where word <> '')
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)childId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = noon - 24 * HourMs });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = noon });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new DailySummaryProduced(date, childId, (int)reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
    }

    // The state is null if the table is not built.
    private async Task<(string Table, string? State)?> BehindAsync(long position, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = dataSource.CreateCommand("""
                select name, t.state from unnest($1) as name left join es.read_tables t on t.table_name = name where t.position is null or t.position < $2
                order by t.state = 'running' limit 1
                """);
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = s_tables });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = position });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            return await reader.ReadAsync(cancellationToken) ? (reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1)) : null;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            return (s_tables[0], null);
        }
    }
}
