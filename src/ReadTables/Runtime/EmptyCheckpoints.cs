using System.Diagnostics;
using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>
/// Advances the checkpoints of tables for which the log has no event, for all lanes of the process in one statement. No fence is needed: a checkpoint is advanced
/// only from the expected position, and whether the log has an event for a table does not depend on who owns its lane.
/// </summary>
/// <param name="source">The database.</param>
internal sealed class EmptyCheckpoints(NpgsqlDataSource source) : IAsyncDisposable
{
    // A reader that waits for a position waits that long at most, beside the duration of the statement.
    private static readonly TimeSpan s_minInterval = TimeSpan.FromMilliseconds(100), s_maxInterval = TimeSpan.FromSeconds(1);

    // The statement may take a fiftieth of the time: on a busy server, it runs less often.
    private const int MaxShare = 50;

    private readonly SharedStatement<Advance, bool> _statement = new(source, ExecuteAsync);
    private readonly Lock _sync = new();
    private long _round;
    private long _began = Stopwatch.GetTimestamp();

    /// <summary>The number of the current round. A lane advances its checkpoints once in each, so most lanes share a statement.</summary>
    public long Round
    {
        get
        {
            lock (_sync)
            {
                if (Stopwatch.GetElapsedTime(_began) < Interval) return _round;
                _began = Stopwatch.GetTimestamp();
                return ++_round;
            }
        }
    }

    /// <summary>The duration of a round.</summary>
    public TimeSpan Interval => TimeSpan.FromTicks(Math.Clamp(_statement.LastDuration.Ticks * MaxShare, s_minInterval.Ticks, s_maxInterval.Ticks));

    /// <summary>Advances some checkpoints, together with those of other lanes.</summary>
    /// <param name="tables">Names of the tables and their incarnations.</param>
    /// <param name="from">Their checkpoints.</param>
    /// <param name="to">The position up to which the log has no event for them.</param>
    /// <param name="cancellationToken">Stops waiting; they may be advanced nevertheless.</param>
    /// <exception cref="TablesChangedException">Another process has changed one of them, or is changing it now.</exception>
    public async Task AdvanceAsync(IReadOnlyList<(string Table, long Incarnation)> tables, long from, long to, CancellationToken cancellationToken)
    {
        if (!await _statement.ExecuteAsync(new Advance(tables, from, to), cancellationToken)) throw new TablesChangedException();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _statement.DisposeAsync();

    private static async Task<IReadOnlyList<bool>> ExecuteAsync(NpgsqlConnection connection, IReadOnlyList<Advance> advances)
    {
        await using var statements = new NpgsqlBatch(connection);
        // No flush to the disk: a checkpoint that a crash of the server loses is advanced again.
        statements.BatchCommands.Add(new("SELECT set_config('synchronous_commit', 'off', true)"));
        statements.BatchCommands.Add(TableCheckpoint.CreateAdvances([.. advances.SelectMany(a => a.Tables.Select(t => (t.Table, t.Incarnation, a.From, a.To)))]));
        await using var reader = await statements.ExecuteReaderAsync();
        await reader.NextResultAsync();
        HashSet<string> advanced = [];
        while (await reader.ReadAsync()) advanced.Add(reader.GetString(0));
        return [.. advances.Select(a => a.Tables.All(t => advanced.Contains(t.Table)))];
    }

    private sealed record Advance(IReadOnlyList<(string Table, long Incarnation)> Tables, long From, long To);
}
