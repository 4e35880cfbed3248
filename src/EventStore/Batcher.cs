using System.Threading.Channels;
using EventSourced.EventStore.Appending;
using Npgsql;

namespace EventSourced.EventStore;

/// <summary>
/// Combines the requests that arrive while another is executed into one batch: under load many callers share a round trip and a commit, and a single caller
/// does not wait. The connection stays open for a moment, with statements that are planned for a large table, whatever its current size.
/// </summary>
/// <param name="source">The database.</param>
/// <param name="execute">Executes a batch and returns the results in order. If one invalid request makes the batch fail, each is executed by itself. May be retried.</param>
internal sealed class Batcher<TRequest, TResult>(NpgsqlDataSource source, Func<NpgsqlConnection, IReadOnlyList<TRequest>, Task<IReadOnlyList<TResult>>> execute)
{
    private const int MaxBatch = 500;
    private static readonly TimeSpan s_idleTimeout = TimeSpan.FromMilliseconds(200);
    private readonly Channel<Waiting> _waiting = Channel.CreateUnbounded<Waiting>(new UnboundedChannelOptions { SingleReader = true });
    private NpgsqlConnection? _connection;
    private int _started;

    /// <summary>Executes a request, with others in one batch.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Stops waiting; the request may be executed nevertheless.</param>
    public Task<TResult> ExecuteAsync(TRequest request, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _started, 1) == 0)
        {
            // Requests of others do not belong to this caller's trace.
            using (ExecutionContext.SuppressFlow()) _ = Task.Run(RunAsync, CancellationToken.None);
        }
        var waiting = new Waiting(request);
        _waiting.Writer.TryWrite(waiting);
        return waiting.Task.WaitAsync(cancellationToken);
    }

    // The loop never ends. Only callers refer to this object, so it is collected with them.
    private async Task RunAsync()
    {
        while (true)
        {
            List<Waiting> batch = [];
            while (batch.Count < MaxBatch && _waiting.Reader.TryRead(out var waiting)) batch.Add(waiting);
            if (batch.Count > 0) await ExecuteBatchAsync(batch);
            else await WaitAsync(_waiting.Reader.WaitToReadAsync().AsTask());
        }
    }

    private async Task WaitAsync(Task next)
    {
        if (_connection is not null && await Task.WhenAny(next, Task.Delay(s_idleTimeout)) != next) await CloseAsync();
        await next;
    }

    private async Task ExecuteBatchAsync(List<Waiting> batch)
    {
        var retry = new Retry(TimeSpan.Zero);
        while (true)
        {
            var wasOpen = _connection is not null;
            try
            {
                _connection ??= await OpenAsync();
                var results = await execute(_connection, [.. batch.Select(w => w.Request)]);
                for (var i = 0; i < batch.Count; i++) batch[i].TrySetResult(results[i]);
                return;
            }
            catch (Exception e) when (Retry.IsConcurrentWrite(e) && retry.CanRetryConflict())
            {
            }
            catch (Exception e) when (batch.Count > 1 && Retry.IsInvalidRequest(e))
            {
                foreach (var waiting in batch) await ExecuteBatchAsync([waiting]);
                return;
            }
            catch (Exception e)
            {
                await CloseAsync();
                // The connection may have broken while it was idle.
                if (wasOpen && Retry.IsOutage(e)) continue;
                foreach (var waiting in batch) waiting.TrySetException(e);
                return;
            }
        }
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = await source.OpenConnectionAsync();
        try
        {
            await ServerSessions.SetAsync(connection, PlannerSettings.ForSession());
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task CloseAsync()
    {
        var connection = _connection;
        _connection = null;
        try
        {
            if (connection is not null) await connection.DisposeAsync();
        }
        catch (NpgsqlException)
        {
            // The connection is closed nevertheless, and the waiting callers must not fail.
        }
    }

    private sealed class Waiting(TRequest request) : TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public TRequest Request { get; } = request;
    }
}
