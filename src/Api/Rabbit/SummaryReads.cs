using EventSourced.Commands.Rabbit.Sessions;
using Npgsql;

namespace EventSourced.Api.Rabbit;

/// <summary>The daily summary, on demand.</summary>
internal sealed class SummaryReads(NpgsqlDataSource source)
{
    private readonly DailySummaries _summaries = new(source);

    /// <summary>Summarises the 24 hours before 12:00 UTC of a day.</summary>
    /// <param name="date">The day.</param>
    /// <param name="child">Only this child, or null.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<SummaryShape> ReadAsync(DateOnly date, string? child, CancellationToken cancellationToken)
    {
        var s = await _summaries.SummariseAsync(date, child, cancellationToken);
        return new SummaryShape(date, s.ActiveSessions, s.TotalTurns, s.NewWords, s.UniqueWords);
    }
}
