using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.GitHub.Collecting;

/// <summary>How far a repository is collected, and the run that is asked for.</summary>
/// <param name="owner">Login of the repository's owner.</param>
/// <param name="name">Name of the repository.</param>
internal sealed class CollectorState(string owner, string name) : StreamState(BoostStreams.Collector(owner, name))
{
    // Longer than any run is retried.
    private static readonly TimeSpan s_lost = TimeSpan.FromDays(2);

    /// <summary>The run that was asked for and has not ended; null when none.</summary>
    public (Guid Id, DateTimeOffset At)? Open { get; private set; }

    /// <summary>How far the lists are recorded.</summary>
    public CollectedUpTo UpTo { get; private set; } = new(null, null, null, null, []);

    /// <summary>The run that may still be going on; null when a new one can be asked for.</summary>
    public Guid? RunningAt(DateTimeOffset now) => Open is { } open && now - open.At < s_lost ? open.Id : null;

    protected override void When(Fact fact)
    {
        switch (fact.Event)
        {
            case CollectionRequested requested:
                Open = (requested.CollectionId, fact.RecordedAt);
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
