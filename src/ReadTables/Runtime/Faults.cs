using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>Work ended for a reason that lies in no table: it is another worker's by now, or was cancelled.</summary>
internal abstract class OutsideTableException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>Tells faults of a table from faults of what it runs on.</summary>
internal static class Faults
{
    /// <summary>Whether a failure may be the doing of one table and its events, rather than of the server, the lane or the caller.</summary>
    public static bool MayLieInOneTable(Exception e) => e switch
    {
        OutsideTableException or OperationCanceledException => false,
        // A statement that the server broke off, for its own time limit or for an administrator, is not a server that is away.
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } => true,
        PostgresException p => !p.IsTransient && !p.SqlState.StartsWith("57", StringComparison.Ordinal) && !p.SqlState.StartsWith("53", StringComparison.Ordinal),
        NpgsqlException or IOException or EventStore.PersonalKeyException => false,
        _ => true,
    };
}
