using EventSourced.Api.Access;
using EventSourced.Commands.Health;
using EventSourced.ReadTables;
using EventSourced.ReadTables.Query;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace EventSourced.Api.Health;

/// <summary><c>/health/live</c>: the process answers. <c>/health</c>: it can serve; details only for admins.</summary>
internal static class HealthEndpoints
{
    public static void AddApiHealth(this IServiceCollection services)
    {
        services.AddSingleton<ReadTablesCheck>();
        services.AddPostgresHealth().AddHealthChecks().AddCheck<ReadTablesCheck>("read_tables", HealthStatus.Degraded, ["ready"]);
    }

    public static void MapApiHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Ok(new { status = "live" })).AllowAnonymous().WithTags("Health").WithSummary("The process answers.");
        routes.MapGet("/health", ReadyAsync).AllowAnonymous().WithTags("Health").WithSummary("The API can serve; details need a token.");
    }

    private static async Task<IResult> ReadyAsync(HttpContext context, HealthCheckService checks)
    {
        var report = await checks.CheckHealthAsync(check => check.Tags.Contains("ready"), context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        var answer = new Dictionary<string, object?> { ["status"] = report.Status switch { HealthStatus.Healthy => "ready", HealthStatus.Degraded => "degraded", _ => "not_ready" } };
        if (context.IsAdmin())
        {
            answer["checks"] = report.Entries.ToDictionary(e => e.Key, e => new
            {
                status = e.Value.Status.ToString().ToLowerInvariant(),
                detail = e.Value.Description,
                data = e.Value.Data,
            });
        }
        // One paused table stops nothing else: the API still serves.
        return Results.Json(answer, statusCode: report.Status == HealthStatus.Unhealthy ? 503 : 200);
    }

    private sealed class ReadTablesCheck(TableStates states, ReadTableCatalog catalog) : BoundedHealthCheck
    {
        protected override string Subject => "PostgreSQL";

        protected override async Task<HealthCheckResult> LookAsync(CancellationToken cancellationToken)
        {
            try
            {
                var all = await states.ReadAllAsync(catalog, cancellationToken);
                var data = all.ToDictionary(t => t.Table, t => (object)new { t.State, t.Position, t.Generation, t.Error });
                var stopped = all.Where(t => t.State != TableState.Running).Select(t => $"{t.Table} is {t.State}").ToList();
                return all.Count == 0 ? HealthCheckResult.Degraded("No read table was built yet: start a worker.")
                    : stopped.Count == 0 ? HealthCheckResult.Healthy($"{all.Count} read tables follow the log.", data)
                    : HealthCheckResult.Degraded($"{string.Join(", ", stopped)}.", data: data);
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
            {
                return HealthCheckResult.Degraded("No read table was built yet: start a worker.");
            }
        }
    }
}
