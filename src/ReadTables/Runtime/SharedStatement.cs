using System.Diagnostics;
using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>Collects the requests that the lanes of a process make at about the same time, and executes them together on a connection of its own.</summary>
/// <param name="source">The database.</param>
/// <param name="execute">Executes requests, and returns their results in order. It may be repeated.</param>
internal sealed class SharedStatement<TRequest, TResult>(NpgsqlDataSource source, Func<NpgsqlConnection, IReadOnlyList<TRequest>, Task<IReadOnlyList<TResult>>> execute) : IAsyncDisposable
{
    private static readonly TimeSpan s_collectTime = TimeSpan.FromMilliseconds(10);

    private readonly Lock _sync = new();
    private List<Waiting> _waiting = [];
    private Task? _loop;
    private NpgsqlConnection? _connection;

    /// <summary>How long the last execution took.</summary>
    public TimeSpan LastDuration { get; private set; }

    /// <summary>Executes a request, with others in one statement.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Stops waiting; the request may be executed nevertheless.</param>
    public Task<TResult> ExecuteAsync(TRequest request, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(request);
        lock (_sync)
        {
            _waiting.Add(waiting);
            _loop ??= Task.Run(RunAsync, CancellationToken.None);
        }
        return waiting.Task.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Task? loop;
        lock (_sync) loop = _loop;
        if (loop is not null) await loop;
        await CloseAsync();
    }

    private async Task RunAsync()
    {
        while (true)
        {
            await Task.Delay(s_collectTime);
            List<Waiting> batch;
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
                var results = await ExecuteAsync([.. batch.Select(w => w.Request)]);
                foreach (var (waiting, result) in batch.Zip(results)) waiting.TrySetResult(result);
            }
            catch (Exception e)
            {
                foreach (var waiting in batch) waiting.TrySetException(e);
            }
        }
    }

    private async Task<IReadOnlyList<TResult>> ExecuteAsync(IReadOnlyList<TRequest> requests)
    {
        for (var wasOpen = _connection is not null; ; wasOpen = false)
        {
            try
            {
                _connection ??= await source.OpenConnectionAsync();
                var began = Stopwatch.GetTimestamp();
                var results = await execute(_connection, requests);
                LastDuration = Stopwatch.GetElapsedTime(began);
                return results;
            }
            catch (Exception) when (_connection is not { FullState: System.Data.ConnectionState.Open })
            {
                await CloseAsync();
                // The connection may have broken since it was last used.
                if (!wasOpen) throw;
            }
        }
    }

    private async ValueTask CloseAsync()
    {
        if (_connection is { } connection) await connection.DisposeAsync();
        _connection = null;
    }

    private sealed class Waiting(TRequest request) : TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public TRequest Request { get; } = request;
    }
}
