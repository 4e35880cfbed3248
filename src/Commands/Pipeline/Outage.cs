using System.Net.Sockets;
using EventSourced.EventStore;
using Npgsql;

namespace EventSourced.Commands.Pipeline;

/// <summary>Recognises exceptions that are caused by an outage of the database.</summary>
public static class Outage
{
    /// <summary>
    /// Whether an exception proves that the database is unreachable or accepts no writes: then waiting helps. A timeout proves nothing: see <see cref="IsTimeout"/>.
    /// </summary>
    /// <param name="exception">The exception.</param>
    public static bool Is(Exception exception) => !IsTimeout(exception) && Find(exception) is not null;

    /// <summary>
    /// Whether an exception is a timeout: the driver's (also while connecting or waiting for a connection) or the server's (<c>statement_timeout</c>). Either the database
    /// is down or the statement is slow; if the database answers now, the statement is slow.
    /// </summary>
    /// <param name="exception">The exception.</param>
    public static bool IsTimeout(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
            if (e is NpgsqlException { InnerException: TimeoutException } or PostgresException { SqlState: PostgresErrorCodes.QueryCanceled })
                return true;
        return false;
    }

    /// <summary>Whether the database may be down: for callers that only ask the client to try again.</summary>
    /// <param name="exception">The exception.</param>
    public static bool MayBe(Exception exception) => IsTimeout(exception) || Is(exception);

    /// <summary>The message of the database or its connection, without what a handler may have added.</summary>
    /// <param name="exception">The exception.</param>
    public static string ReasonOf(Exception exception) => Find(exception)?.Message ?? exception.GetType().Name;

    private static Exception? Find(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
            if (e is PostgresException p ? IsOutage(p) : e is NpgsqlException { IsTransient: true } or SocketException or EventStoreUnavailableException)
                return e;
        return null;
    }

    // The server is shutting down or starting, or is a standby during a failover (25006), or Npgsql calls the error transient.
    private static bool IsOutage(PostgresException e) =>
        e.IsTransient || e.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction || e.SqlState.StartsWith("57P", StringComparison.Ordinal);
}
