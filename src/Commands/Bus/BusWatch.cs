using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventSourced.Commands.Bus;

/// <summary>
/// Brings endpoints back that stay away although the broker has been there for a while: after some breaks an endpoint of MassTransit 8.4 stays where it is
/// for good, and the host would take nothing in any more. First the bus is renewed; when that does not help either, the host ends. Whoever looks after the
/// process starts it anew, and the broker delivers again what it had in hand.
/// </summary>
/// <param name="bus">The bus.</param>
/// <param name="link">Knows whether the broker is there.</param>
/// <param name="consumers">What the host takes from the bus.</param>
/// <param name="options">How long to wait.</param>
/// <param name="lifetime">Ends the host.</param>
/// <param name="logger">Says why.</param>
internal sealed partial class BusWatch(
    BusHost bus, BrokerLink link, BusConsumers consumers, BusOptions options, IHostApplicationLifetime lifetime, ILogger<BusWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A host that takes nothing has no endpoint that could stay away.
        if (consumers.Endpoints.Count == 0) return;
        // Looks are counted, not time: a process that was frozen has not waited.
        var (renewal, most) = (Looks(options.EndpointRenewal), Looks(options.EndpointPatience));
        for (var bad = 0; bad < most;)
        {
            await Task.Delay(Look, stoppingToken);
            bad = link.IsUp && bus.Health is not { Status: BusHealthStatus.Healthy } ? bad + 1 : 0;
            if (bad == 0 || bad % renewal != 0 || bad >= most) continue;
            Renewing(options.EndpointRenewal.TotalSeconds, bus.Health?.Description);
            await bus.RenewAsync();
        }
        Stuck(options.EndpointPatience.TotalSeconds, bus.Health?.Description);
        Environment.ExitCode = 1;
        lifetime.StopApplication();
    }

    private static int Looks(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time / Look));

    [LoggerMessage(LogLevel.Warning, "The broker has been there for {Seconds:0} s and the bus is not up: {Description}. The bus is renewed.")]
    private partial void Renewing(double seconds, string? description);

    [LoggerMessage(LogLevel.Critical, "The broker has been there for {Seconds:0} s and the bus is not up: {Description}. This process ends, to be started anew.")]
    private partial void Stuck(double seconds, string? description);
}
