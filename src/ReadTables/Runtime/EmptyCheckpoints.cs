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
    // The lanes of a process become due at about the same time.
    private static readonly TimeSpan s_collectTime = TimeSpan.FromMilliseconds(10);

    // A reader that waits for a position waits that long at most, beside the duration of the statement.
    private static readonly TimeSpan s_minInterval = TimeSpan.FromMilliseconds(100), s_maxInterval = TimeSpan.FromSeconds(1);

    // The statement may take a fiftieth of the time: on a busy server, it runs less often.
    private const int MaxShare = 50;

    private readonly Lock _sync = new();
    private List<Advance> _waiting = [];
    private Task? _loop;
    private NpgsqlConnection? _connection;

    /// <summary>How often a lane advances its checkpoints.</summary>
    public TimeSpan Interval { get; private set; } = s_minInterval;

    /// <summary>Advances some checkpoints, together with those of other lanes.</summary>
    /// <param name="tables">Names of the tables and their incarnations.</param>
    /// <param name="from">Their checkpoints.</param>
    /// <param name="to">The position up to which the log has no event for them.</param>
    /// <param name="cancellationToken">Stops waiting; they may be advanced nevertheless.</param>
    /// <exception cref="TablesChangedException">Another process has changed one of them, or is changing it now.</exception>
    public async Task AdvanceAsync(IReadOnlyList<(string Table, long Incarnation)> tables, long from, long to, CancellationToken cancellationToken)
    {
        var advance = new Advance(tables, from, to);
        lock (_sync)
        {
            _waiting.Add(advance);
            _loop ??= Task.Run(RunAsync, CancellationToken.None);
        }
        if (!await advance.Task.WaitAsync(cancellationToken)) throw new TablesChangedException();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Task? loop;
        lock (_sync) loop = _loop;
        if (loop is not null) await loop;
        if (_connection is { } connection) await connection.DisposeAsync();
    }

    private async Task RunAsync()
    {
        while (true)
        {
            await Task.Delay(s_collectTime);
            List<Advance> batch;
            lock (_sync)
            {
                if (_waiting.Count == 0)
                {
                    _loop = null;
                    return;
                }
                (batch, _waiting) = (_waiting, []);
            }
            try
            {
                var began = Stopwatch.GetTimestamp();
                var advanced = await ExecuteAsync(batch);
                Interval = TimeSpan.FromTicks(Math.Clamp(Stopwatch.GetElapsedTime(began).Ticks * MaxShare, s_minInterval.Ticks, s_maxInterval.Ticks));
                foreach (var advance in batch) advance.TrySetResult(advance.Tables.All(t => advanced.Contains(t.Table)));
            }
            catch (Exception e)
            {
                foreach (var advance in batch) advance.TrySetException(e);
            }
        }
    }

    private async Task<HashSet<string>> ExecuteAsync(IReadOnlyList<Advance> batch)
    {
        if (_connection is not { FullState: System.Data.ConnectionState.Open })
        {
            if (_connection is { } broken) await broken.DisposeAsync();
            _connection = null;
            _connection = await source.OpenConnectionAsync();
        }
        await using var statements = new NpgsqlBatch(_connection);
        // No flush to the disk: a checkpoint that a crash of the server loses is advanced again.
        statements.BatchCommands.Add(new("SELECT set_config('synchronous_commit', 'off', true)"));
        statements.BatchCommands.Add(TableCheckpoint.CreateAdvances([.. batch.SelectMany(a => a.Tables.Select(t => (t.Table, t.Incarnation, a.From, a.To)))]));
        await using var reader = await statements.ExecuteReaderAsync();
        await reader.NextResultAsync();
        HashSet<string> advanced = [];
        while (await reader.ReadAsync()) advanced.Add(reader.GetString(0));
        return advanced;
    }

    private sealed class Advance(IReadOnlyList<(string Table, long Incarnation)> tables, long from, long to) : TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public IReadOnlyList<(string Table, long Incarnation)> Tables { get; } = tables;

        public long From { get; } = from;

        public long To { get; } = to;
    }
}
