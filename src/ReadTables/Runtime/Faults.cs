using EventSourced.EventStore.Personal;
using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>A failure that is not the fault of a table: another worker took over, or the operation was cancelled.</summary>
internal abstract class OutsideTableException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>Distinguishes faults of a table from faults of the server, the lane or the caller.</summary>
internal static class Faults
{
    /// <summary>Whether a failure may be the fault of one table and its events.</summary>
    public static bool IsTableFault(Exception e) => e switch
    {
        OutsideTableException or OperationCanceledException => false,
        // The server cancelled the statement, by a timeout or for an administrator: it is available.
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } => true,
        PostgresException p => !p.IsTransient && !p.SqlState.StartsWith("57", StringComparison.Ordinal) && !p.SqlState.StartsWith("53", StringComparison.Ordinal),
        NpgsqlException or IOException or PersonalKeyException => false,
        _ => true,
    };
}
