using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace EventSourced.Commands.Bus;

/// <summary>
/// Watches the broker over a dedicated connection. While the broker is down, each send fails immediately instead of opening a connection. Before the first send
/// after an outage, the queues are declared again.
/// </summary>
/// <param name="options">Where the broker is.</param>
/// <param name="logger">Log.</param>
public sealed partial class BrokerLink(BusOptions options, ILogger<BrokerLink> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly Lock _lock = new();
    private State _state = new(null, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new CancellationTokenSource());

    /// <summary>Why the broker is down; null while it is up, or not yet known.</summary>
    public string? DownReason => _state.Reason;

    /// <summary>Whether the broker is connected and the queues are declared.</summary>
    public bool IsUp => _state.Up.Task.IsCompletedSuccessfully;

    /// <summary>The open connection; null while the broker is down.</summary>
    public IConnection? Connection { get; private set; }

    /// <summary>Returns a token that is cancelled when the connection is lost. Waits for the first connection only.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="BusUnavailableException">The broker is known to be down.</exception>
    public async ValueTask<CancellationToken> SessionAsync(CancellationToken cancellationToken)
    {
        var state = _state;
        if (state.Reason is { } reason) throw new BusUnavailableException($"The broker is down ({reason}). Send the command again with the same id once it is back.");
        await state.Up.Task.WaitAsync(cancellationToken);
        return state.Session.Token;
    }

    /// <summary>Waits without a time limit until the broker is up.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task WaitUntilUpAsync(CancellationToken cancellationToken)
    {
        while (!IsUp) await _state.Up.Task.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var factory = BusTopology.ConnectionFactory(options);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await factory.CreateConnectionAsync("eventsourced link", stoppingToken);
                var lost = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
                connection.ConnectionShutdownAsync += (_, e) =>
                {
                    lost.TrySetResult(e.ReplyText);
                    return Task.CompletedTask;
                };
                await BusTopology.DeclareAsync(connection, options, stoppingToken);
                Connection = connection;
                Up();
                Down(await lost.Task.WaitAsync(stoppingToken));
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                Down((e.InnerException ?? e).Message);
            }
            finally
            {
                Connection = null;
            }
            try
            {
                await Task.Delay(Pause, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
    }

    private void Up()
    {
        lock (_lock)
        {
            if (_state.Reason is not null) _state = _state with { Reason = null };
            _state.Up.TrySetResult();
        }
        BrokerUp(options.Queues.Count, options.Prefix);
    }

    private void Down(string reason)
    {
        State before;
        lock (_lock)
        {
            before = _state;
            // Callers that wait for the broker keep the same task; sends over the lost connection are cancelled.
            var up = before.Up.Task.IsCompleted ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : before.Up;
            _state = new State(reason, up, new CancellationTokenSource());
        }
        if (before.Reason is null) BrokerDown(reason);
        before.Session.Cancel();
    }

    private sealed record State(string? Reason, TaskCompletionSource Up, CancellationTokenSource Session);

    [LoggerMessage(LogLevel.Information, "The broker is up; {Count} queues {Prefix}… are declared.")]
    private partial void BrokerUp(int count, string prefix);

    [LoggerMessage(LogLevel.Warning, "The broker is down: {Reason}. Sends fail immediately until it is back.")]
    private partial void BrokerDown(string reason);
}
