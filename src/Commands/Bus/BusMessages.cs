namespace EventSourced.Commands.Bus;

/// <summary>Notifies the other processes that the log has grown. It may be lost: readers also poll.</summary>
/// <param name="Position">The highest position written.</param>
/// <param name="Origin">The process that wrote it.</param>
public sealed record LogAdvanced(long Position, Guid Origin);
