using System.Diagnostics;
using EventSourced.EventStore.Appending;
using JasperFx.Events;
using Npgsql;

namespace EventSourced.EventStore;

/// <summary>How often and for how long one piece of work is tried again.</summary>
internal sealed class Retry(TimeSpan giveUpAfter, CancellationToken stopping = default)
{
    // Raised by Marten's append function.
    private const string Archived = "MT001", VersionMismatch = "MT003";

    private const int MostRaces = 50;
    private readonly long _start = Stopwatch.GetTimestamp();
    private TimeSpan _pause = TimeSpan.FromMilliseconds(20);
    private int _races;

    /// <summary>Another transaction came in between, and this one was rolled back: trying at once is right.</summary>
    public static bool IsRaced(Exception e) => Cause(e) switch
    {
        PostgresException p => p.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.UniqueViolation or VersionMismatch,
        RacedException or EventStreamUnexpectedMaxEventIdException or ExistingStreamIdCollisionException => true,
        _ => false,
    };

    /// <summary>Somebody holds a stream for long: a bulk append, most likely.</summary>
    public static bool IsHeld(Exception e) => Cause(e) is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable };

    /// <summary>Marten's append function refused because a stream is archived.</summary>
    public static bool IsArchived(Exception e) => Cause(e) is PostgresException { SqlState: Archived } or Marten.Exceptions.InvalidStreamOperationException;

    /// <summary>The server is away or going away, and may come back.</summary>
    public static bool IsOutage(Exception e) => Cause(e) switch
    {
        PostgresException p => p.SqlState[..2] is "08" or "57" or "53",
        NpgsqlException or IOException or TimeoutException or System.Net.Sockets.SocketException => true,
        _ => false,
    };

    /// <summary>What an append holds is at fault, not the server: others in its group may be well.</summary>
    public static bool IsFault(Exception e) => Cause(e) is var cause
        && (cause is not NpgsqlException || cause is PostgresException { SqlState: [var a, var b, ..] } && (a, b) is ('2', '2') or ('2', '3') or ('5', '4') or ('M', 'T'));

    /// <summary>What the server or the driver said, where Marten has wrapped it.</summary>
    public static Exception Cause(Exception e)
    {
        while (e.InnerException is { } inner && e is AggregateException or Marten.Exceptions.MartenException) e = inner;
        return e;
    }

    /// <summary>Whether the time for trying is not over.</summary>
    public bool HasTime => !stopping.IsCancellationRequested && Stopwatch.GetElapsedTime(_start) < giveUpAfter;

    /// <summary>Whether to try again after a race.</summary>
    public bool Again() => ++_races <= MostRaces;

    /// <summary>Waits a little for a server that cannot be reached; there is no fact to wait on. False when it is time to give up.</summary>
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
/// <param name="inDoubt">Whether a try broke off in the middle.</param>
/// <param name="inner">What failed last.</param>
public sealed class EventStoreUnavailableException(bool inDoubt, Exception inner) : Exception(
    inDoubt
        ? "The connection to the event store broke while events were written, and it could not be reached again: they may or may not be there. Send the command again under the same id."
        : "The event store cannot be reached. Nothing was written; try again later.", inner)
{
    /// <summary>Whether the events may have been written.</summary>
    public bool InDoubt { get; } = inDoubt;
}
