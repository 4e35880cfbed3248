namespace EventSourced.ReadTables.Operations;

/// <summary>The status of a table's projection.</summary>
/// <param name="Lane">Its module, or <c>module/area</c>.</param>
/// <param name="Table">Qualified name.</param>
/// <param name="Generation">Number of the live generation.</param>
/// <param name="Position">Every event up to this position is in its rows.</param>
/// <param name="LagEvents">How far it is behind, in units of <paramref name="LagUnit"/>.</param>
/// <param name="LagUnit"><c>events</c>: events of the types it handles, up to the watermark. <c>positions</c>: positions of the log, when there are too many to count the events.</param>
/// <param name="LagSeconds">Age of the oldest event that it waits for, in seconds; null when it waits for none.</param>
/// <param name="State"><c>running</c>, <c>paused</c> or <c>outdated</c>.</param>
/// <param name="Owner">The process that took the lane last, or null.</param>
/// <param name="Epoch">How often the lane has changed its owner.</param>
/// <param name="Error">Why it is not running, or null.</param>
/// <param name="DeadLetters">Events that it cannot apply and before which it is paused.</param>
public sealed record ProjectionStatus(
    string Lane, string Table, int Generation, long Position, long LagEvents, string LagUnit, double? LagSeconds, string State, string? Owner, long Epoch, string? Error,
    IReadOnlyList<DeadLetter> DeadLetters);

/// <summary>An event that a table cannot apply.</summary>
/// <param name="Position">Its position.</param>
/// <param name="EventType">Its type.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="Error">Why.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="FirstFailedAt">When it failed first.</param>
/// <param name="LastFailedAt">When it failed last.</param>
public sealed record DeadLetter(long Position, string EventType, string Stream, string Error, int Attempts, DateTimeOffset FirstFailedAt, DateTimeOffset LastFailedAt);

/// <summary>The status of all projections.</summary>
/// <param name="Watermark">The position up to which the log is final.</param>
/// <param name="Projections">One for each table, by name.</param>
public sealed record ProjectionReport(long Watermark, IReadOnlyList<ProjectionStatus> Projections);
