using EventSourced.Commands.Pulse.Communities;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.Sources;

/// <summary>An export in the queue of its source.</summary>
/// <param name="ExportId">The export.</param>
/// <param name="Attempt">Which attempt waits or runs, from 1.</param>
/// <param name="FreshFrom">The attempt that began from nothing: the first one, or the last replay. Retries after it go on from its progress.</param>
/// <param name="QueuedAt">When this attempt was queued.</param>
internal sealed record QueuedExport(Guid ExportId, int Attempt, int FreshFrom, DateTimeOffset QueuedAt)
{
    /// <summary>How often it has been tried since it began from nothing, this attempt included.</summary>
    public int Tries => Attempt - FreshFrom + 1;
}

/// <summary>What a decision needs to know about a source: whether it exists, and its queue of exports.</summary>
internal sealed class SourceState
{
    private readonly List<QueuedExport> _queue = [];
    private readonly Dictionary<Guid, QueuedExport> _last = [];

    public bool Exists { get; private set; }

    public long Version { get; private set; }

    /// <summary>Exports that wait or run, in order; the first runs.</summary>
    public IReadOnlyList<QueuedExport> Queue => _queue;

    /// <summary>All exports that were ever queued.</summary>
    public IReadOnlyCollection<Guid> Exports => _last.Keys;

    /// <summary>The last time that an export was queued, or null.</summary>
    public QueuedExport? LastOf(Guid exportId) => _last.GetValueOrDefault(exportId);

    public bool IsQueued(Guid exportId) => _queue.Exists(q => q.ExportId == exportId);

    public static SourceState Fold(IEnumerable<Fact> facts)
    {
        var state = new SourceState();
        foreach (var fact in facts)
        {
            state.Apply(fact);
            state.Version = fact.Version;
        }
        return state;
    }

    private void Apply(Fact fact)
    {
        switch (fact.Event)
        {
            case ChatSourceCreated:
                Exists = true;
                break;
            case ExportQueued e:
                var fresh = e.Reason == QueueReasons.Replay ? e.Attempt : LastOf(e.ExportId)?.FreshFrom ?? e.Attempt;
                var queued = _last[e.ExportId] = new(e.ExportId, e.Attempt, fresh, fact.RecordedAt);
                if (_queue.FindIndex(q => q.ExportId == e.ExportId) is >= 0 and var at) _queue[at] = queued;
                else _queue.Add(queued);
                break;
            case ExportDequeued e:
                _queue.RemoveAll(q => q.ExportId == e.ExportId);
                break;
        }
    }
}

/// <summary>Why an export was queued, as <see cref="ExportQueued.Reason"/> says it.</summary>
internal static class QueueReasons
{
    public const string Uploaded = "uploaded";
    public const string SourceAssigned = "source assigned";
    public const string Retry = "retry";
    public const string Replay = "replay";
}
