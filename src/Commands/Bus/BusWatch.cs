using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventSourced.Commands.Bus;

/// <summary>
/// Ends a host whose endpoints do not come back although the broker has been there for long: after some breaks a receive endpoint stays where it is for
/// good, and the host would take nothing in any more. Whoever looks after the process starts it anew, and the broker delivers again what it had in hand.
/// </summary>
/// <param name="bus">The bus.</param>
/// <param name="link">Knows whether the broker is there.</param>
/// <param name="consumers">What the host takes from the bus.</param>
/// <param name="options">How long to wait.</param>
/// <param name="lifetime">Ends the host.</param>
/// <param name="logger">Says why.</param>
internal sealed partial class BusWatch(
    IBusControl bus, BrokerLink link, BusConsumers consumers, BusOptions options, IHostApplicationLifetime lifetime, ILogger<BusWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A host that takes nothing has no endpoint that could stay away.
        if (consumers.Endpoints.Count == 0) return;
        // Looks are counted, not time: a process that was frozen has not waited.
        var most = (int)Math.Ceiling(options.EndpointPatience / Look);
        for (var bad = 0; bad < most;)
        {
            await Task.Delay(Look, stoppingToken);
            bad = link.IsUp && bus.CheckHealth().Status != BusHealthStatus.Healthy ? bad + 1 : 0;
        }
        Stuck(options.EndpointPatience.TotalSeconds, bus.CheckHealth().Description);
        Environment.ExitCode = 1;
        lifetime.StopApplication();
    }

    [LoggerMessage(LogLevel.Critical, "The broker has been there for {Seconds:0} s and the bus is not up: {Description}. This process ends, to be started anew.")]
    private partial void Stuck(double seconds, string description);
}
