using System.Threading.Channels;
using Npgsql;

namespace EventSourced.EventStore.Appending;

/// <summary>
/// Takes whatever waits, writes it in one transaction and answers each caller. Only its loop touches its connection.
/// </summary>
internal sealed class AppendWriter : IAsyncDisposable
{
    private const int MostAside = 8;

    // Nobody waits for a stream that somebody else holds for long: its append is set aside.
    private static readonly TimeSpan s_lockTimeout = TimeSpan.FromMilliseconds(200);

    private readonly NpgsqlDataSource _dataSource;
    private readonly EventStoreOptions _options;
    private readonly AppendGroup _statement;
    private readonly Action<long> _appended;
    private readonly Channel<PendingAppend> _queue = Channel.CreateBounded<PendingAppend>(new BoundedChannelOptions(16 * 1024) { SingleReader = true, AllowSynchronousContinuations = true });
    private readonly CancellationTokenSource _stopping = new();
    private readonly HashSet<Guid> _commands = [];
    private readonly List<Backend> _lost = [];
    private readonly List<(PendingAppend Pending, Task Work)> _aside = [];
    private readonly LoneAppend _lone;
    private readonly Task _loop;
    private NpgsqlConnection? _connection;
    private Backend _backend;
    private string? _settings;
    private PendingAppend? _next;

    /// <summary>Starts the writer.</summary>
    /// <param name="dataSource">The log's connections.</param>
    /// <param name="statement">Writes a group.</param>
    /// <param name="lone">Writes what is set aside.</param>
    /// <param name="options">Names of the schemas and bounds.</param>
    /// <param name="appended">Is called with the highest position of each commit.</param>
    public AppendWriter(NpgsqlDataSource dataSource, AppendGroup statement, LoneAppend lone, EventStoreOptions options, Action<long> appended)
    {
        (_statement, _lone) = (statement, lone);
        (_dataSource, _options, _appended) = (dataSource, options, appended);
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Transactions so far.</summary>
    public long Groups { get; private set; }

    /// <summary>Server process that the writer talks to; 0 while it has none.</summary>
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
        await using (cancellationToken.UnsafeRegister(static (p, token) => ((PendingAppend)p!).GiveUp(token), pending))
            return await pending.Task;
    }

    /// <summary>Writes what waits, then ends; a server that is away is not waited for.</summary>
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
            _aside.RemoveAll(a => a.Work.IsCompleted);
            Take(group);
            if (group.Count > 0) await WriteAsync(group);
            group.Clear();
            // Callers that were just answered come to their next append first: they share a transaction instead of alternating with the others.
            await Task.Yield();
        }
        await Task.WhenAll(_aside.Select(a => a.Work));
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
            // Too much for this group, or its command is in it already, or its streams do not fit into its order: it opens the next.
            if (!order.TryAdd(pending) || (group.Count > 0 && (bytes + pending.Size > _options.MaxGroupBytes
                || (pending.Append.Outcome is { } outcome && _commands.Contains(outcome.CommandId)))))
            {
                _next = pending;
                return;
            }
            if (!pending.TryTake()) continue;
            if (_aside.Count is > 0 and < MostAside && _aside.Any(a => Touch(a.Pending, pending)))
            {
                SetAside(pending);
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
                group = await SettleAsync(connection, group);
                if (group.Count == 0) return;
                Groups++;
                var decision = (_settings is null && AppendGroup.IsOne(group) ? await _statement.TryOneAsync(connection, group[0]) : null)
                    ?? await _statement.ExecuteAsync(connection, group, _settings);
                for (var a = 0; a < group.Count; a++)
                    // There are no events that could tell that the try whose answer got lost stored this outcome.
                    if (decision.States[a] < 0 && group[a] is { InDoubt: true, EventCount: 0 } && await CommitLookup.HasOutcomeAsync(connection, _options, group[a].Append.Outcome!))
                        decision.States[a] = 0;
                if (decision.Complete(group) is > 0 and var last) _appended(last);
                return;
            }
            catch (Exception e)
            {
                if (_backend.Pid != 0 && _connection is { FullState: System.Data.ConnectionState.Open })
                {
                    // The server rolled back and said so.
                    if (Retry.IsRaced(e) && retry.Again()) continue;
                }
                else
                {
                    var (began, backend) = (_backend.Pid != 0, _backend);
                    await CloseAsync();
                    if (began && backend.IsOwn)
                    {
                        _lost.Add(backend);
                        foreach (var pending in group) pending.InDoubt = true;
                    }
                    else if (began)
                    {
                        foreach (var pending in group) pending.TrySetException(new EventStoreUnavailableException(inDoubt: true, e));
                        return;
                    }
                    if (Retry.IsOutage(e))
                    {
                        if (await retry.PauseAsync()) continue;
                        foreach (var pending in group) pending.TrySetException(new EventStoreUnavailableException(pending.InDoubt, e));
                        return;
                    }
                }

                if (group.Count == 1 && Retry.IsHeld(e))
                {
                    // With too many set aside already, this one is waited for.
                    var work = SetAside(group[0]);
                    if (_aside.Count > MostAside) await work;
                    return;
                }

                // One append is at fault, or waits for a stream that somebody holds, and must not hurt its neighbours: halve until it stands alone.
                if (group.Count > 1 && (Retry.IsFault(e) || Retry.IsHeld(e)))
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

    private Task SetAside(PendingAppend pending)
    {
        var work = _lone.RunAsync(pending, _stopping.Token, CancellationToken.None);
        _aside.Add((pending, work));
        return work;
    }

    private static bool Touch(PendingAppend a, PendingAppend b) =>
        a.Tenant == b.Tenant && a.Append.Streams.Any(s => b.Append.Streams.Any(t => t.StreamId == s.StreamId));

    private async ValueTask<NpgsqlConnection> OpenAsync()
    {
        if (_connection is { } open && _backend.Pid != 0) return open;
        _connection = await _dataSource.OpenConnectionAsync();
        await ServerSessions.SetAsync(_connection, KeyPlans.ForSession(s_lockTimeout));
        _settings = ServerSessions.AreKept(_connection.ConnectionString) ? null : KeyPlans.ForTransaction(s_lockTimeout);
        var backend = await Backend.OfAsync(_connection);
        for (; _lost.Count > 0; _lost.RemoveAt(_lost.Count - 1)) await _lost[^1].EndAsync(_connection);
        _backend = backend;
        return _connection;
    }

    /// <summary>Answers the appends that a broken connection committed after all; returns the others.</summary>
    private async ValueTask<IReadOnlyList<PendingAppend>> SettleAsync(NpgsqlConnection connection, IReadOnlyList<PendingAppend> group)
    {
        if (!group.Any(p => p.InDoubt)) return group;
        List<PendingAppend> open = [];
        foreach (var pending in group)
        {
            if (pending is { InDoubt: true, EventCount: > 0 } && await CommitLookup.FindAsync(connection, _options, pending) is { } result)
            {
                pending.TrySetResult(result);
                _appended(result.Position);
            }
            else
            {
                open.Add(pending);
            }
        }
        return open;
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
            // The connection is broken, which is why it is closed: the next group opens another. A failure here must not end the writer's loop.
        }
    }
}
