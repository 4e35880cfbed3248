using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace EventSourced.Commands.Bus;

/// <summary>
/// Knows whether the broker is up, by one connection of its own. While it is down every send fails at once instead of opening a connection; when it comes
/// back the queues are declared before the first send.
/// </summary>
/// <param name="options">Where the broker is.</param>
/// <param name="logger">Says when it goes and comes.</param>
public sealed partial class BrokerLink(BusOptions options, ILogger<BrokerLink> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly Lock _lock = new();
    private State _state = new(null, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new CancellationTokenSource());

    /// <summary>Why the broker is down; null while it is up, or not yet known.</summary>
    public string? DownReason => _state.Reason;

    /// <summary>Whether the broker is there and the queues are declared.</summary>
    public bool IsUp => _state.Up.Task.IsCompletedSuccessfully;

    /// <summary>The open connection; null while the broker is down.</summary>
    public IConnection? Connection { get; private set; }

    /// <summary>Returns when the broker is up, with a token that ends with the connection. Waits only for the first connection.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BusUnavailableException">The broker is known to be down.</exception>
    public async ValueTask<CancellationToken> SessionAsync(CancellationToken cancellationToken)
    {
        var state = _state;
        if (state.Reason is { } reason) throw new BusUnavailableException($"The broker is down ({reason}). Send the command again with the same id once it is back.");
        await state.Up.Task.WaitAsync(cancellationToken);
        return state.Session.Token;
    }

    /// <summary>Returns once the broker is up, however long that takes.</summary>
    /// <param name="cancellationToken">Gives up.</param>
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
            // Who waits for the broker goes on waiting on the same task; who sends over the lost connection is told.
            var up = before.Up.Task.IsCompleted ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : before.Up;
            _state = new State(reason, up, new CancellationTokenSource());
        }
        if (before.Reason is null) BrokerDown(reason);
        before.Session.Cancel();
    }

    private sealed record State(string? Reason, TaskCompletionSource Up, CancellationTokenSource Session);

    [LoggerMessage(LogLevel.Information, "The broker is up; {Count} queues {Prefix}… are declared.")]
    private partial void BrokerUp(int count, string prefix);

    [LoggerMessage(LogLevel.Warning, "The broker is down: {Reason}. Sends fail at once until it is back.")]
    private partial void BrokerDown(string reason);
}
