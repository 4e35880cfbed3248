using EventSourced.ReadTables.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EventSourced.Workers.Hosting;

/// <summary>Says which lanes this worker owns. One without a lane is as healthy as the others: it stands by.</summary>
/// <param name="runtime">Owns the lanes.</param>
internal sealed class LanesHealthCheck(ProjectionRuntime runtime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var lanes = runtime.OwnedLanes;
        return Task.FromResult(HealthCheckResult.Healthy(lanes.Count == 0 ? "Owns no lane: stands by." : $"Owns {string.Join(", ", lanes)}."));
    }

    /// <summary>Writes each check with what it has to say.</summary>
    public static Task WriteAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        status = report.Status == HealthStatus.Healthy ? "ready" : "not_ready",
        checks = report.Entries.ToDictionary(e => e.Key, e => new { status = e.Value.Status.ToString().ToLowerInvariant(), detail = e.Value.Description }),
    });
}
