namespace EventSourced.Contracts.Boost;

/// <summary>A run of a collector was asked for.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Collector">The collector: <c>clang</c>, <c>created_repos</c>, <c>usage</c> or <c>stars</c>.</param>
[EventName("boost.collector_run_requested.v1")]
public sealed record CollectorRunRequested(Guid RunId, string Collector) : IEvent;

/// <summary>A collector has recorded more. In one append with what it recorded, so that the next run resumes from here.</summary>
/// <param name="Collector">The collector.</param>
/// <param name="Marks">All of its marks.</param>
[EventName("boost.collector_moved.v1")]
public sealed record CollectorMoved(string Collector, IReadOnlyList<CollectorMark> Marks) : IEvent;

/// <summary>A run of a collector has ended: completely, or by a limit or an error that its notes say. What it recorded stays.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Collector">The collector.</param>
/// <param name="Requests">Requests that were answered. When a worker died, without those before.</param>
/// <param name="Entries">Entries that were recorded. When a worker died, without those before.</param>
/// <param name="Notes">What somebody should know: a limit that ended it, what was left out, an error.</param>
[EventName("boost.collector_run_ended.v1")]
public sealed record CollectorRunEnded(Guid RunId, string Collector, int Requests, long Entries, IReadOnlyList<string> Notes) : IEvent;

/// <summary>How far a part of a collector's work is recorded.</summary>
/// <param name="Name">The part, such as <c>issues</c>.</param>
/// <param name="At">The time from which it resumes.</param>
public sealed record CollectorMark(string Name, DateTimeOffset At);
