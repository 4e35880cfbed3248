using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>
/// Statements of pages and builds. They have no command timeout: a slow statement must complete, because a retry would take as long. The loss of the lease
/// cancels them by the cancellation token.
/// </summary>
internal static class LongStatements
{
    /// <summary>A batch without a timeout.</summary>
    public static NpgsqlBatch CreateLongBatch(this NpgsqlConnection connection) => new(connection) { Timeout = 0 };

    /// <summary>A command without a timeout.</summary>
    public static NpgsqlCommand CreateLongCommand(this NpgsqlConnection connection, string sql = "") => new(sql, connection) { CommandTimeout = 0 };

    /// <summary>Starts a binary COPY into a table without a timeout.</summary>
    /// <param name="connection">The connection, in a transaction.</param>
    /// <param name="table">The quoted name of the table.</param>
    /// <param name="copy">The COPY statement.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<NpgsqlBinaryImporter> BeginLongImportAsync(this NpgsqlConnection connection, string table, string copy, CancellationToken cancellationToken)
    {
        // The importer has no timeout setting for the start of the COPY, which waits for the table's lock: take the lock before.
        await using (var lockTable = connection.CreateLongCommand($"LOCK TABLE {table} IN ROW EXCLUSIVE MODE")) await lockTable.ExecuteNonQueryAsync(cancellationToken);
        var importer = await connection.BeginBinaryImportAsync(copy, cancellationToken);
        importer.Timeout = Timeout.InfiniteTimeSpan;
        return importer;
    }
}
