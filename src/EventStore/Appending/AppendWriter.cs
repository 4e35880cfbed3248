using System.Threading.Channels;
using Npgsql;

namespace EventSourced.EventStore.Appending;

/// <summary>
/// Takes the appends that wait, writes them in one transaction and completes each of them. Only its loop uses its connection.
/// </summary>
internal sealed class AppendWriter : IAsyncDisposable
{
    private const int MaxDetached = 8;

    // The writer does not wait long for a locked stream: it detaches the append, which is then written on a connection of its own.
    private static readonly TimeSpan s_lockTimeout = TimeSpan.FromMilliseconds(200);

    private readonly NpgsqlDataSource _dataSource;
    private readonly EventStoreOptions _options;
    private readonly AppendGroup _statement;
    private readonly Action<long> _appended;
    private readonly Channel<PendingAppend> _queue = Channel.CreateBounded<PendingAppend>(new BoundedChannelOptions(16 * 1024) { SingleReader = true, AllowSynchronousContinuations = true });
    private readonly CancellationTokenSource _stopping = new();
    private readonly HashSet<Guid> _commands = [];
    private readonly List<Backend> _lost = [];
    private readonly List<(PendingAppend Pending, Task Work)> _detached = [];
    private readonly SingleAppend _single;
    private readonly Task _loop;
    private NpgsqlConnection? _connection;
    private Backend _backend;
    private string? _settings;
    private PendingAppend? _next;

    /// <summary>Starts the writer.</summary>
    /// <param name="dataSource">The log's connections.</param>
    /// <param name="statement">Writes a group.</param>
    /// <param name="single">Writes detached appends.</param>
    /// <param name="options">Names of the schemas and bounds.</param>
    /// <param name="appended">Called with the highest position of each commit.</param>
    public AppendWriter(NpgsqlDataSource dataSource, AppendGroup statement, SingleAppend single, EventStoreOptions options, Action<long> appended)
    {
        (_statement, _single) = (statement, single);
        (_dataSource, _options, _appended) = (dataSource, options, appended);
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Transactions so far.</summary>
    public long Groups { get; private set; }

    /// <summary>Server process of the writer's connection; 0 while it has none.</summary>
    public int BackendPid => _backend.Pid;

    public async Task<AppendResult> AppendAsync(PendingAppend pending, CancellationToken cancellationToken)
    {
        try
        {
            await _queue.Writer.WriteAsync(pending, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(PostgresEventStore));
        }
        if (!cancellationToken.CanBeCanceled) return await pending.Task;
        await using (cancellationToken.UnsafeRegister(static (p, token) => ((PendingAppend)p!).Cancel(token), pending))
            return await pending.Task;
    }

    /// <summary>Writes the appends that wait, then stops; it does not wait for a server that cannot be reached.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _stopping.CancelAsync();
        await _loop;
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        List<PendingAppend> group = [];
        while (_next is not null || await _queue.Reader.WaitToReadAsync())
        {
            _detached.RemoveAll(a => a.Work.IsCompleted);
            Take(group);
            if (group.Count > 0) await WriteAsync(group);
            group.Clear();
            // The callers that were just completed may queue their next append first: they share a transaction instead of alternating with the others.
            await Task.Yield();
        }
        await Task.WhenAll(_detached.Select(a => a.Work));
        await CloseAsync();
    }

    private void Take(List<PendingAppend> group)
    {
        var bytes = 0;
        _commands.Clear();
        var order = new StreamOrder();
        while (group.Count < _options.MaxGroupAppends)
        {
            var pending = _next;
            _next = null;
            if (pending is null && !_queue.Reader.TryRead(out pending)) return;
            // It starts the next group if this one would be too large, has its command already, or cannot take its streams in order.
            if (!order.TryAdd(pending) || (group.Count > 0 && (bytes + pending.Size > _options.MaxGroupBytes
                || (pending.Append.Outcome is { } outcome && _commands.Contains(outcome.CommandId)))))
            {
                _next = pending;
                return;
            }
            if (!pending.TryTake()) continue;
            if (_detached.Count is > 0 and < MaxDetached && _detached.Any(a => ShareStream(a.Pending, pending)))
            {
                Detach(pending);
                continue;
            }
            if (pending.Append.Outcome is { } taken) _commands.Add(taken.CommandId);
            pending.Order = order;
            bytes += pending.Size;
            group.Add(pending);
        }
    }

    private async Task WriteAsync(IReadOnlyList<PendingAppend> group)
    {
        var retry = new Retry(_options.GiveUpAfter, _stopping.Token);
        while (group.Count > 0)
        {
            try
            {
                var connection = await OpenAsync();
                group = await CompleteCommittedAsync(connection, group);
                if (group.Count == 0) return;
                Groups++;
                var decision = (_settings is null && AppendGroup.CanWriteSingle(group) ? await _statement.TryWriteSingleAsync(connection, group[0]) : null)
                    ?? await _statement.ExecuteAsync(connection, group, _settings);
                for (var a = 0; a < group.Count; a++)
                    // Without events, only the stored outcome shows that the attempt whose response was lost was committed.
                    if (decision.States[a] < 0 && group[a] is { CommitUnknown: true, EventCount: 0 } && await CommitLookup.HasOutcomeAsync(connection, _options, group[a].Append.Outcome!))
                        decision.States[a] = 0;
                if (decision.Complete(group) is > 0 and var last) _appended(last);
                return;
            }
            catch (Exception e)
            {
                if (_backend.Pid != 0 && _connection is { FullState: System.Data.ConnectionState.Open })
                {
                    // The server reported a rollback.
                    if (Retry.IsConcurrentWrite(e) && retry.CanRetryConflict()) continue;
                }
                else
                {
                    var (began, backend) = (_backend.Pid != 0, _backend);
                    await CloseAsync();
                    if (began && backend.IsOwn)
                    {
                        _lost.Add(backend);
                        foreach (var pending in group) pending.CommitUnknown = true;
                    }
                    else if (began)
                    {
                        foreach (var pending in group) pending.TrySetException(new EventStoreUnavailableException(commitUnknown: true, e));
                        return;
                    }
                    if (Retry.IsOutage(e))
                    {
                        if (await retry.PauseAsync()) continue;
                        foreach (var pending in group) pending.TrySetException(new EventStoreUnavailableException(pending.CommitUnknown, e));
                        return;
                    }
                }

                if (group.Count == 1 && Retry.IsLockTimeout(e))
                {
                    // Too many are detached already: wait for this one.
                    var work = Detach(group[0]);
                    if (_detached.Count > MaxDetached) await work;
                    return;
                }

                // One append is invalid, or waits for a locked stream, and must not make the others fail: split the group until it is alone.
                if (group.Count > 1 && (Retry.IsInvalidRequest(e) || Retry.IsLockTimeout(e)))
                {
                    await WriteAsync([.. group.Take(group.Count / 2)]);
                    await WriteAsync([.. group.Skip(group.Count / 2)]);
                    return;
                }
                foreach (var pending in group) pending.TrySetException(Retry.Cause(e));
                return;
            }
        }
    }

    private Task Detach(PendingAppend pending)
    {
        var work = _single.RunAsync(pending, _stopping.Token, CancellationToken.None);
        _detached.Add((pending, work));
        return work;
    }

    private static bool ShareStream(PendingAppend a, PendingAppend b) =>
        a.Tenant == b.Tenant && a.Append.Streams.Any(s => b.Append.Streams.Any(t => t.StreamId == s.StreamId));

    private async ValueTask<NpgsqlConnection> OpenAsync()
    {
        if (_connection is { } open && _backend.Pid != 0) return open;
        _connection = await _dataSource.OpenConnectionAsync();
        await ServerSessions.SetAsync(_connection, PlannerSettings.ForSession(s_lockTimeout));
        _settings = ServerSessions.AllowState(_connection.ConnectionString) ? null : PlannerSettings.ForTransaction(s_lockTimeout);
        var backend = await Backend.OfAsync(_connection);
        for (; _lost.Count > 0; _lost.RemoveAt(_lost.Count - 1)) await _lost[^1].TerminateAsync(_connection);
        _backend = backend;
        return _connection;
    }

    /// <summary>Completes the appends that were committed before their connection broke; returns the others.</summary>
    private async ValueTask<IReadOnlyList<PendingAppend>> CompleteCommittedAsync(NpgsqlConnection connection, IReadOnlyList<PendingAppend> group)
    {
        if (!group.Any(p => p.CommitUnknown)) return group;
        List<PendingAppend> uncommitted = [];
        foreach (var pending in group)
        {
            if (pending is { CommitUnknown: true, EventCount: > 0 } && await CommitLookup.FindAsync(connection, _options, pending) is { } result)
            {
                pending.TrySetResult(result);
                _appended(result.Position);
            }
            else
            {
                uncommitted.Add(pending);
            }
        }
        return uncommitted;
    }

    private async Task CloseAsync()
    {
        var connection = _connection;
        (_connection, _backend) = (null, default);
        if (connection is null) return;
        try
        {
            await connection.DisposeAsync();
        }
        catch (Exception)
        {
            // The connection is broken already, and the next group opens another. A failure here must not end the writer's loop.
        }
    }
}
