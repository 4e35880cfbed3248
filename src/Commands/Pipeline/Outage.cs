using System.Net.Sockets;
using EventSourced.EventStore;
using Npgsql;

namespace EventSourced.Commands.Pipeline;

/// <summary>Tells what passes by itself from what does not.</summary>
public static class Outage
{
    /// <summary>
    /// Whether an exception proves that the database cannot be reached or takes nothing now: waiting helps, giving up would lose the command. A statement that
    /// ran out of time proves nothing: see <see cref="IsTimeout"/>.
    /// </summary>
    /// <param name="exception">The exception.</param>
    public static bool Is(Exception exception) => !IsTimeout(exception) && Find(exception) is not null;

    /// <summary>
    /// Whether time ran out: the driver's (also while connecting or waiting for a connection) or the server's (<c>statement_timeout</c>). The database may be
    /// away, or the statement slow; whether the database answers now tells which.
    /// </summary>
    /// <param name="exception">The exception.</param>
    public static bool IsTimeout(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
            if (e is NpgsqlException { InnerException: TimeoutException } or PostgresException { SqlState: PostgresErrorCodes.QueryCanceled })
                return true;
        return false;
    }

    /// <summary>Whether the database may be away: for those who only tell a caller to try again.</summary>
    /// <param name="exception">The exception.</param>
    public static bool MayBe(Exception exception) => IsTimeout(exception) || Is(exception);

    /// <summary>What the database or its connection says of the outage; not what a handler may have added.</summary>
    /// <param name="exception">An exception that says so.</param>
    public static string ReasonOf(Exception exception) => Find(exception)?.Message ?? exception.GetType().Name;

    private static Exception? Find(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
            if (e is PostgresException p ? IsOutage(p) : e is NpgsqlException { IsTransient: true } or SocketException or EventStoreUnavailableException)
                return e;
        return null;
    }

    // The server is going down or starting, or is a standby in the middle of a failover (25006); the rest is what Npgsql calls transient.
    private static bool IsOutage(PostgresException e) =>
        e.IsTransient || e.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction || e.SqlState.StartsWith("57P", StringComparison.Ordinal);
}
