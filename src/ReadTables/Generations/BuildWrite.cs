using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Runtime;
using Npgsql;

namespace EventSourced.ReadTables.Generations;

/// <summary>
/// Writes the changes of all tables of a build with their position in one transaction, while the build applies further pages. A table whose changes cannot be
/// written is left out.
/// </summary>
internal sealed class BuildWrite
{
    private readonly List<Part> _parts;
    private readonly List<(BuildFamily Family, string Error)> _failed = [];

    private BuildWrite(BuildState state, List<Part> parts) => (State, _parts) = (state, parts);

    /// <summary>Completes when the transaction is committed. The other members may be read then.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>The position that is written.</summary>
    public BuildState State { get; private set; }

    /// <summary>The changes that were written.</summary>
    public IReadOnlyList<Part> Parts => _parts;

    /// <summary>The families whose changes could not be written.</summary>
    public IReadOnlyList<(BuildFamily Family, string Error)> Failed => _failed;

    /// <summary>Begins to write.</summary>
    /// <param name="connect">Opens a connection that nobody else uses until the end, or a new one when it has ended.</param>
    /// <param name="lease">The lease of the operation.</param>
    /// <param name="state">The position of the changes.</param>
    /// <param name="parts">The changes.</param>
    /// <param name="index">Creates indexes of a family.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static BuildWrite Begin(
        Func<CancellationToken, Task<NpgsqlConnection>> connect, OperationLease lease, BuildState state, List<Part> parts, Func<NpgsqlConnection, BuildFamily, BuildIndexes, CancellationToken, Task> index, CancellationToken cancellationToken)
    {
        var write = new BuildWrite(state, parts);
        // On another thread: COPY encodes the rows synchronously.
        write.Ended = Task.Run(() => write.RunAsync(connect, lease, index, cancellationToken), CancellationToken.None);
        return write;
    }

    private async Task RunAsync(Func<CancellationToken, Task<NpgsqlConnection>> connect, OperationLease lease, Func<NpgsqlConnection, BuildFamily, BuildIndexes, CancellationToken, Task> index, CancellationToken cancellationToken)
    {
        while (true)
        {
            // The failure of a table may have ended the connection.
            var connection = await connect(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await lease.AdvanceAsync(connection, State, cancellationToken);
            if (await WriteAllAsync(connection, index, cancellationToken) is { } failed)
            {
                // Rolls back the changes and indexes of the others too: retried without the failed table.
                State = State.WithFailed(failed.Family.Tables[0], failed.Error);
                _failed.Add(failed);
                _parts.RemoveAll(p => p.Family == failed.Family);
                continue;
            }
            await transaction.CommitAsync(cancellationToken);
            return;
        }
    }

    private async Task<(BuildFamily Family, string Error)?> WriteAllAsync(NpgsqlConnection connection, Func<NpgsqlConnection, BuildFamily, BuildIndexes, CancellationToken, Task> index, CancellationToken cancellationToken)
    {
        foreach (var part in _parts)
        {
            try
            {
                if (part.Needs > part.Family.Indexes) await index(connection, part.Family, part.Needs, cancellationToken);
                await WriteAsync(connection, part.Writes, cancellationToken);
            }
            catch (Exception e) when (Faults.IsTableFault(e))
            {
                return (part.Family, e.Message);
            }
        }
        return null;
    }

    private static async Task WriteAsync(NpgsqlConnection connection, IRowWrites writes, CancellationToken cancellationToken)
    {
        await writes.BeforeAsync(connection, cancellationToken);
        await using (var batch = connection.CreateLongBatch())
        {
            foreach (var statement in writes.Statements()) batch.BatchCommands.Add(statement);
            if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        await writes.AfterAsync(connection, cancellationToken);
    }

    /// <summary>The changes of a family.</summary>
    /// <param name="Family">The family.</param>
    /// <param name="Writes">The changes.</param>
    /// <param name="DeletesRanges">Whether rows are found by other columns than their keys.</param>
    internal sealed record Part(BuildFamily Family, IRowWrites Writes, bool DeletesRanges)
    {
        /// <summary>The indexes that must exist before. Without them, each range deletion would scan the whole table, and no row could be changed.</summary>
        public BuildIndexes Needs { get; } = DeletesRanges ? BuildIndexes.All : Writes.NeedsKeys ? BuildIndexes.Keys : BuildIndexes.None;
    }
}
