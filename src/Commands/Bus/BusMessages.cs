namespace EventSourced.Commands.Bus;

/// <summary>Tells the other processes that the log has grown. May be lost: it only saves waiting for the next look.</summary>
/// <param name="Position">The highest position written.</param>
/// <param name="Origin">The process that wrote it.</param>
public sealed record LogAdvanced(long Position, Guid Origin);
