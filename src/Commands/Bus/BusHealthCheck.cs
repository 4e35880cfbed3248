using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EventSourced.Commands.Bus;

/// <summary>Healthy while the broker is connected and every endpoint receives messages.</summary>
/// <param name="bus">The bus.</param>
/// <param name="services">Resolves the link to the broker, if there is one.</param>
public sealed class BusHealthCheck(IBusControl bus, IServiceProvider services) : IHealthCheck
{
    /// <summary>HTTP statuses of health: a degraded bus receives nothing, so it is not ready.</summary>
    public static IDictionary<HealthStatus, int> StatusCodes { get; } = new Dictionary<HealthStatus, int>
    {
        [HealthStatus.Healthy] = 200,
        [HealthStatus.Degraded] = 503,
        [HealthStatus.Unhealthy] = 503,
    };

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (services.GetService<BrokerLink>() is { IsUp: false } link)
            return Task.FromResult(HealthCheckResult.Unhealthy($"The broker is down: {link.DownReason ?? "not connected yet"}."));
        var health = bus.CheckHealth();
        return Task.FromResult(health.Status == BusHealthStatus.Healthy
            ? HealthCheckResult.Healthy("The bus is up.")
            : HealthCheckResult.Unhealthy($"The bus is not up: {health.Description}"));
    }
}
