using System.Diagnostics;
using EventSourced.EventStore.Appending;
using JasperFx.Events;
using Npgsql;

namespace EventSourced.EventStore;

/// <summary>Decides whether, how often and for how long an operation is retried.</summary>
internal sealed class Retry(TimeSpan giveUpAfter, CancellationToken stopping = default)
{
    // Raised by Marten's append function.
    private const string Archived = "MT001", VersionMismatch = "MT003";

    private const int MaxConflicts = 50;
    private readonly long _start = Stopwatch.GetTimestamp();
    private TimeSpan _pause = TimeSpan.FromMilliseconds(20);
    private int _conflicts;

    /// <summary>Another transaction wrote at the same time, and this one was rolled back: retry at once.</summary>
    public static bool IsConcurrentWrite(Exception e) => Cause(e) switch
    {
        PostgresException p => p.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.UniqueViolation or VersionMismatch,
        ConcurrentWriteException or EventStreamUnexpectedMaxEventIdException or ExistingStreamIdCollisionException => true,
        _ => false,
    };

    /// <summary>Another transaction, most likely a bulk append, has locked a stream for long.</summary>
    public static bool IsLockTimeout(Exception e) => Cause(e) is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable };

    /// <summary>Marten's append function refused because a stream is archived.</summary>
    public static bool IsArchived(Exception e) => Cause(e) is PostgresException { SqlState: Archived } or Marten.Exceptions.InvalidStreamOperationException;

    /// <summary>The server cannot be reached or shuts down, and may come back.</summary>
    public static bool IsOutage(Exception e) => Cause(e) switch
    {
        PostgresException p => p.SqlState[..2] is "08" or "57" or "53",
        NpgsqlException or IOException or TimeoutException or System.Net.Sockets.SocketException => true,
        _ => false,
    };

    /// <summary>An append itself is invalid, not the server at fault: others in its group may succeed.</summary>
    public static bool IsInvalidRequest(Exception e) => Cause(e) is var cause
        && (cause is not NpgsqlException || cause is PostgresException { SqlState: [var a, var b, ..] } && (a, b) is ('2', '2') or ('2', '3') or ('5', '4') or ('M', 'T'));

    /// <summary>The exception of the server or the driver, without Marten's wrappers.</summary>
    public static Exception Cause(Exception e)
    {
        while (e.InnerException is { } inner && e is AggregateException or Marten.Exceptions.MartenException) e = inner;
        return e;
    }

    /// <summary>Whether there is time left for retries.</summary>
    public bool HasTime => !stopping.IsCancellationRequested && Stopwatch.GetElapsedTime(_start) < giveUpAfter;

    /// <summary>Whether to retry after a concurrent write. Counts the call.</summary>
    public bool CanRetryConflict() => ++_conflicts <= MaxConflicts;

    /// <summary>Waits before the next attempt to reach the server, with exponential back-off. False when it is time to give up.</summary>
    public async Task<bool> PauseAsync()
    {
        if (Stopwatch.GetElapsedTime(_start) + _pause > giveUpAfter) return false;
        try
        {
            await Task.Delay(_pause, stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        _pause = TimeSpan.FromMilliseconds(Math.Min(1000, _pause.TotalMilliseconds * 2));
        return true;
    }
}

/// <summary>The server could not be reached for too long.</summary>
/// <param name="commitUnknown">Whether the connection broke during an attempt.</param>
/// <param name="inner">The last failure.</param>
public sealed class EventStoreUnavailableException(bool commitUnknown, Exception inner) : Exception(
    commitUnknown
        ? "The connection to the event store broke during a write, and the event store cannot be reached: the events may or may not be written. Send the command again with the same id."
        : "The event store cannot be reached. Nothing was written; try again later.", inner)
{
    /// <summary>Whether the events may have been written.</summary>
    public bool CommitUnknown { get; } = commitUnknown;
}
