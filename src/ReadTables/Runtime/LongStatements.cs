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

    /// <summary>Fills a table by binary COPY without a timeout.</summary>
    /// <param name="connection">The connection, in a transaction.</param>
    /// <param name="table">The quoted name of the table.</param>
    /// <param name="copy">The COPY statement.</param>
    /// <param name="write">Writes the rows, with header and trailer. If it fails, nothing is copied.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task CopyLongAsync(this NpgsqlConnection connection, string table, string copy, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        // The stream has no timeout setting for the start of the COPY, which waits for the table's lock: take the lock before.
        await using (var lockTable = connection.CreateLongCommand($"LOCK TABLE {table} IN ROW EXCLUSIVE MODE")) await lockTable.ExecuteNonQueryAsync(cancellationToken);
        await using var stream = await connection.BeginRawBinaryCopyAsync(copy, cancellationToken);
        stream.ReadTimeout = stream.WriteTimeout = Timeout.Infinite;
        try
        {
            await write(stream, cancellationToken);
        }
        catch (Exception e) when (e is not NpgsqlException)
        {
            // Otherwise the end of the stream would complete the COPY. After an error of the connection there is nothing to cancel.
            await stream.CancelAsync();
            throw;
        }
        var end = stream.DisposeAsync().AsTask();
        try
        {
            await end.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await CancelAsync(connection, end);
            throw;
        }
    }

    /// <summary>Cancels the statement of a connection from another one: the end of a stream waits for the server, and takes no cancellation token.</summary>
    private static async Task CancelAsync(NpgsqlConnection connection, Task statement)
    {
        try
        {
            await using var other = (NpgsqlConnection)((ICloneable)connection).Clone();
            await other.OpenAsync(CancellationToken.None);
            await using var cancel = new NpgsqlCommand("SELECT pg_cancel_backend($1)", other) { Parameters = { new() { Value = connection.ProcessID } } };
            await cancel.ExecuteNonQueryAsync(CancellationToken.None);
        }
        finally
        {
            // Until then the connection is in use. It fails, because the statement was cancelled.
            await statement.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
