using System.Net.Sockets;
using EventSourced.EventStore;
using Npgsql;

namespace EventSourced.Commands.Pipeline;

/// <summary>The command failed for a technical reason, and its status says so: it is not run again.</summary>
/// <param name="commandId">The command.</param>
/// <param name="reason">The stored reason.</param>
/// <param name="inner">What failed.</param>
public sealed class CommandFailedException(Guid commandId, string reason, Exception? inner = null)
    : Exception($"Command {commandId} failed: {reason}", inner);

/// <summary>Tells what passes by itself from what does not.</summary>
public static class Outage
{
    /// <summary>Whether an exception says that the database cannot be reached or takes nothing now: waiting helps, giving up would lose the command.</summary>
    /// <param name="exception">The exception.</param>
    public static bool Is(Exception exception) => Find(exception) is not null;

    /// <summary>What the database or its connection says of the outage; not what a handler may have added.</summary>
    /// <param name="exception">An exception that says so.</param>
    public static string ReasonOf(Exception exception) => Find(exception)?.Message ?? exception.GetType().Name;

    private static Exception? Find(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
            if (e is NpgsqlException { IsTransient: true } or SocketException or EventStoreUnavailableException || (e is PostgresException { SqlState: var state } && state.StartsWith("57P", StringComparison.Ordinal)))
                return e;
        return null;
    }
}
