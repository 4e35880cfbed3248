namespace EventSourced.Contracts.Operations;

/// <summary>An administrator decided that a read table goes on without an event that it cannot take. Every later build of the table leaves the event out too.</summary>
/// <param name="Table">Qualified name of the read table.</param>
/// <param name="Position">Position of the event that is left out.</param>
/// <param name="Reason">Why, in the administrator's words.</param>
[EventName("operations.event_skipped.v1")]
public sealed record EventSkipped(string Table, long Position, string Reason) : IEvent;

/// <summary>An administrator did something to the read tables: the audit. Who and when are in the event's metadata.</summary>
/// <param name="Action">What: <c>pause</c>, <c>resume</c>, <c>retry</c>, <c>rebuild</c>, <c>verify</c>, <c>rollback</c>, <c>release</c>, <c>replay</c>, <c>drop_replay</c>, <c>cancel</c>.</param>
/// <param name="Targets">Tables, or what else it was done to.</param>
/// <param name="Detail">What was asked besides, for people; null when nothing was.</param>
[EventName("operations.admin_acted.v1")]
public sealed record AdminActed(string Action, IReadOnlyList<string> Targets, string? Detail) : IEvent;

/// <summary>The streams of operations.</summary>
public static class OperationsStreams
{
    /// <summary>Every <see cref="EventSkipped"/>, of all tables.</summary>
    public const string Skips = "operations/skips";

    /// <summary>Every <see cref="AdminActed"/>.</summary>
    public const string Audit = "operations/audit";
}
