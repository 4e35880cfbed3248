using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>
/// Statements of pages and builds. They have no time limit of the driver: one that takes long must complete, for the next try would take as long. The loss
/// of the lease cancels them, through the cancellation token.
/// </summary>
internal static class LongStatements
{
    /// <summary>A batch without a time limit.</summary>
    public static NpgsqlBatch CreateLongBatch(this NpgsqlConnection connection) => new(connection) { Timeout = 0 };

    /// <summary>A command without a time limit.</summary>
    public static NpgsqlCommand CreateLongCommand(this NpgsqlConnection connection, string sql = "") => new(sql, connection) { CommandTimeout = 0 };

    /// <summary>Begins a binary COPY into a table without a time limit.</summary>
    /// <param name="connection">The connection, in a transaction.</param>
    /// <param name="table">The quoted name of the table.</param>
    /// <param name="copy">The COPY statement.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<NpgsqlBinaryImporter> BeginLongImportAsync(this NpgsqlConnection connection, string table, string copy, CancellationToken cancellationToken)
    {
        // The importer has no setting for the start of the COPY, which waits for the table's lock: that is taken before.
        await using (var turn = connection.CreateLongCommand($"LOCK TABLE {table} IN ROW EXCLUSIVE MODE")) await turn.ExecuteNonQueryAsync(cancellationToken);
        var importer = await connection.BeginBinaryImportAsync(copy, cancellationToken);
        importer.Timeout = Timeout.InfiniteTimeSpan;
        return importer;
    }
}
