using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EventSourced.Commands.Bus;

/// <summary>
/// The process's bus, which can be put aside for a new one: a bus of MassTransit 8.4 may keep an endpoint, or its connection, in a state that no stop and
/// start of the same bus ends. Each bus lives in a container of its own; what it hands messages to comes from the host's.
/// </summary>
/// <param name="configure">Configures a bus in its own container.</param>
/// <param name="options">Whether there is a broker to wait for.</param>
/// <param name="services">The host's container.</param>
/// <param name="logger">Says what failed.</param>
public sealed partial class BusHost(Action<IServiceCollection> configure, BusOptions options, IServiceProvider services, ILogger<BusHost> logger) : IHostedService
{
    // For a bus that is put aside: its connection is most likely gone, and with it all that it has in hand.
    private static readonly TimeSpan RenewalPatience = TimeSpan.FromSeconds(10);
    private readonly CancellationTokenSource _stopping = new();
    private volatile Instance? _current;

    /// <summary>The bus of this moment.</summary>
    /// <exception cref="BusUnavailableException">The host has not started it yet, or has stopped.</exception>
    public IBusControl Current => _current?.Bus ?? throw new BusUnavailableException("The bus is not started.");

    /// <summary>What the bus says of itself; null before it is started.</summary>
    public BusHealthResult? Health => _current?.Bus.CheckHealth();

    /// <summary>Starts the bus. It comes up when the broker does, which is not waited for; without a broker, what is sent before it is up would be lost.</summary>
    /// <param name="cancellationToken">Does not wait any longer.</param>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var first = _current = Begin();
        if (options.InMemory) await first.Started.WaitAsync(cancellationToken);
    }

    /// <summary>Puts the bus aside and starts another one.</summary>
    public async Task RenewAsync()
    {
        if (_current is not { } old || _stopping.IsCancellationRequested) return;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        limit.CancelAfter(RenewalPatience);
        await EndAsync(old, limit.Token);
        if (!_stopping.IsCancellationRequested) _current = Begin();
    }

    /// <summary>Stops the bus: what is in hand may finish in the time that <see cref="MassTransitHostOptions"/> leave it.</summary>
    /// <param name="cancellationToken">Does not wait any longer.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        if (_current is not { } last) return;
        await EndAsync(last, cancellationToken);
        _current = null;
    }

    private Instance Begin()
    {
        var own = new ServiceCollection();
        own.AddSingleton(services.GetRequiredService<ILoggerFactory>());
        own.AddSingleton(services.GetRequiredService<IOptions<MassTransitHostOptions>>());
        configure(own);
        var container = own.BuildServiceProvider();
        var bus = container.GetRequiredService<IBusControl>();
        // A start that is cancelled takes back what it has begun; a bus that has begun cannot be stopped.
        var start = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        return new Instance(container, bus, start, Task.Run(() => bus.StartAsync(start.Token), CancellationToken.None));
    }

    private async Task EndAsync(Instance instance, CancellationToken cancellationToken)
    {
        try
        {
            if (!instance.Started.IsCompletedSuccessfully) await instance.Starting.CancelAsync();
            await ((Task)instance.Started).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (instance.Started.IsCompletedSuccessfully) await instance.Bus.StopAsync(cancellationToken).WaitAsync(cancellationToken);
        }
        catch (Exception e)
        {
            NotStopped(e);
        }
        // Left to the end of the process where it does not let go.
        if (instance.Started.IsCompleted) await instance.Container.DisposeAsync();
        instance.Starting.Dispose();
    }

    private sealed record Instance(ServiceProvider Container, IBusControl Bus, CancellationTokenSource Starting, Task<BusHandle> Started);

    [LoggerMessage(LogLevel.Warning, "The bus did not stop in time; its connection is left to the end of the process.")]
    private partial void NotStopped(Exception exception);
}
