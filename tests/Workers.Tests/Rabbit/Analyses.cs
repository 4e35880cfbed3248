using EventSourced.Contracts.Rabbit;

namespace EventSourced.Workers.Tests.Rabbit;

/// <summary>Waits for analyses.</summary>
internal static class Analyses
{
    /// <summary>Returns once no recorded turn waits for its analysis and the tables have reached the end of the log.</summary>
    public static async Task SettleAsync(this ProductWorld world)
    {
        await world.UntilAsync(async () =>
        {
            var events = await world.EventsAsync();
            var done = events.Select(e => e is TurnAnalysed a ? a.TurnId : e is AnalysisFailed f ? f.TurnId : Guid.Empty).ToHashSet();
            return events.OfType<TurnRecorded>().Where(t => t.AnalysisJobId is not null).All(t => done.Contains(t.TurnId));
        }, "the analyses");
        await world.CatchUpAsync();
    }
}
