namespace EventSourced.Commands.Pipeline;

/// <summary>The command failed for a technical reason, which its status has. It is not run again.</summary>
/// <param name="commandId">The command.</param>
/// <param name="reason">The stored reason.</param>
/// <param name="inner">What failed.</param>
public sealed class CommandFailedException(Guid commandId, string reason, Exception? inner = null)
    : Exception($"Command {commandId} failed: {reason}", inner);
