namespace EventSourced.Commands.Bus;

/// <summary>Asks for the queue of a source to be worked off, one export after another.</summary>
/// <param name="CommunityId">The community.</param>
/// <param name="SourceId">The source.</param>
public sealed record ImportRequested(string CommunityId, string SourceId);

/// <summary>Asks for the analysis of a turn. Without its text, which is read from the log: a queue keeps what it has held.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="TurnId">The turn.</param>
/// <param name="RecordedAt">When the turn was received.</param>
public sealed record AnalysisRequested(Guid SessionId, Guid TurnId, DateTimeOffset RecordedAt);

/// <summary>Tells the other processes that the log has grown. May be lost: it only saves waiting for the next look.</summary>
/// <param name="Position">The highest position written.</param>
/// <param name="Origin">The process that wrote it.</param>
public sealed record LogAdvanced(long Position, Guid Origin);
