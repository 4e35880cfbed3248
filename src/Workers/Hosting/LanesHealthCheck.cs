using EventSourced.ReadTables.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EventSourced.Workers.Hosting;

/// <summary>Reports the lanes that this worker owns. A worker without a lane is healthy: it is on standby.</summary>
/// <param name="runtime">The runtime of the lanes.</param>
internal sealed class LanesHealthCheck(ProjectionRuntime runtime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var lanes = runtime.OwnedLanes;
        return Task.FromResult(HealthCheckResult.Healthy(lanes.Count == 0 ? "Owns no lane: on standby." : $"Owns {string.Join(", ", lanes)}."));
    }

    /// <summary>Writes the status and description of each check.</summary>
    public static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        status = report.Status == HealthStatus.Healthy ? "ready" : "not_ready",
        checks = report.Entries.ToDictionary(e => e.Key, e => new { status = e.Value.Status.ToString().ToLowerInvariant(), detail = e.Value.Description }),
    });
}
