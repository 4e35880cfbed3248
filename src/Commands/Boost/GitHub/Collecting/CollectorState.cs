using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.GitHub.Collecting;

/// <summary>How far a repository is collected, and the run that is asked for.</summary>
/// <param name="owner">Login of the repository's owner.</param>
/// <param name="name">Name of the repository.</param>
internal sealed class CollectorState(string owner, string name) : StreamState(BoostStreams.Collector(owner, name))
{
    /// <summary>The run that was asked for and has not ended; null when none.</summary>
    public OpenRun? Open { get; private set; }

    /// <summary>How far the lists are recorded.</summary>
    public CollectedUpTo UpTo { get; private set; } = new(null, null, null, null, []);

    protected override void When(Fact fact)
    {
        switch (fact.Event)
        {
            case CollectionRequested requested:
                Open = new(requested.CollectionId, fact.RecordedAt);
                break;
            case CollectionEnded:
                Open = null;
                break;
            case CollectionRecorded recorded:
                UpTo = recorded.UpTo;
                break;
        }
    }
}
