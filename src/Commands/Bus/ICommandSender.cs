using EventSourced.Contracts;

namespace EventSourced.Commands.Bus;

/// <summary>Sends commands to the bus.</summary>
public interface ICommandSender
{
    /// <summary>Returns when the broker has confirmed that a queue holds the command: from then on it is not lost.</summary>
    /// <param name="envelope">The command.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="BusUnavailableException">The broker did not confirm in time. The command may or may not be queued; the same id can be sent again.</exception>
    Task SendAsync(CommandEnvelope envelope, CancellationToken cancellationToken = default);
}

/// <summary>The broker did not confirm a message in time.</summary>
/// <param name="message">What was tried, and what to do.</param>
/// <param name="inner">What failed.</param>
public sealed class BusUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
