using System.Threading.Channels;
using EventSourced.EventStore.Log;
using Npgsql;

namespace EventSourced.EventStore;

/// <summary>
/// Combines the requests that arrive while another is executed into one batch: under load many callers share a round trip and a commit, and a single caller
/// does not wait.
/// </summary>
/// <param name="source">The database.</param>
/// <param name="execute">Executes a batch and returns the results in order. If one invalid request makes the batch fail, each is executed by itself. May be retried.</param>
internal sealed class Batcher<TRequest, TResult>(EventLogSource source, Func<NpgsqlConnection, IReadOnlyList<TRequest>, Task<IReadOnlyList<TResult>>> execute)
{
    private const int MaxBatch = 500;

    // Under load, requests are collected for this long: it saves more than it costs.
    private static readonly TimeSpan s_collectTime = TimeSpan.FromMilliseconds(1);

    private readonly Channel<Waiting> _waiting = Channel.CreateUnbounded<Waiting>(new UnboundedChannelOptions { SingleReader = true });
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
        List<Waiting> batch = [];
        var isBusy = false;
        while (await _waiting.Reader.WaitToReadAsync())
        {
            // Callers that come one by one while others are served would each get a statement of their own.
            if (isBusy) await Task.Delay(s_collectTime);
            while (batch.Count < MaxBatch && _waiting.Reader.TryRead(out var waiting)) batch.Add(waiting);
            await ExecuteBatchAsync(batch);
            isBusy = batch.Count > 1;
            batch.Clear();
        }
    }

    private async Task ExecuteBatchAsync(IReadOnlyList<Waiting> batch)
    {
        var retry = new Retry(TimeSpan.Zero);
        for (var first = true; ; first = false)
        {
            try
            {
                await using var connection = await source.OpenPlannedAsync();
                var results = await execute(connection, [.. batch.Select(w => w.Request)]);
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
            catch (Exception e) when (first && Retry.IsOutage(e))
            {
                // The connection may have broken while it was in the pool. When the server restarts, all of them are: they are not tried one by one.
                source.Source.Clear();
            }
            catch (Exception e)
            {
                foreach (var waiting in batch) waiting.TrySetException(e);
                return;
            }
        }
    }

    private sealed class Waiting(TRequest request) : TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public TRequest Request { get; } = request;
    }
}
