using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.GitHub.Collecting.Runs;

/// <summary>How far a collector is, and the run that is asked for.</summary>
/// <param name="collector">Its name.</param>
internal sealed class CollectorRunState(string collector) : StreamState(BoostStreams.CollectorRuns(collector))
{
    public string Collector { get; } = collector;

    /// <summary>The run that was asked for and has not ended; null when none.</summary>
    public OpenRun? Open { get; private set; }

    /// <summary>The times from which it resumes, by part.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Marks { get; private set; } = new Dictionary<string, DateTimeOffset>();

    protected override void When(Fact fact)
    {
        switch (fact.Event)
        {
            case CollectorRunRequested requested:
                Open = new(requested.RunId, fact.RecordedAt);
                break;
            case CollectorMoved moved:
                Marks = moved.Marks.ToDictionary(m => m.Name, m => m.At);
                break;
            case CollectorRunEnded:
                Open = null;
                break;
        }
    }
}
