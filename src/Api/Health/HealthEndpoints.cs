using System.Text.Json.Serialization;
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

/// <summary>Health of the API.</summary>
/// <param name="Status"><c>live</c>; or <c>ready</c>, <c>degraded</c> or <c>not_ready</c>.</param>
/// <param name="Checks">The checks, for admins.</param>
public sealed record HealthState(
    string Status, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, HealthDetail>? Checks = null);

/// <summary>Result of a check.</summary>
/// <param name="Status"><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</param>
/// <param name="Detail">Description, or null.</param>
/// <param name="Data">Figures.</param>
public sealed record HealthDetail(string Status, string? Detail, IReadOnlyDictionary<string, object> Data);

/// <summary><c>/health/live</c>: the process runs. <c>/health</c>: it can serve requests; details for admins only.</summary>
internal static class HealthEndpoints
{
    public static void AddApiHealth(this IServiceCollection services)
    {
        services.AddSingleton<ReadTablesCheck>();
        services.AddPostgresHealth().AddHealthChecks().AddCheck<ReadTablesCheck>("read_tables", HealthStatus.Degraded, ["ready"]);
    }

    public static void MapApiHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Ok(new HealthState("live"))).AllowAnonymous().WithTags("Health").WithSummary("The process runs.");
        routes.MapGet("/health", ReadyAsync).AllowAnonymous().WithTags("Health").WithSummary("The API can serve requests; details need a token.")
            .Produces<HealthState>().Produces<HealthState>(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> ReadyAsync(HttpContext context, HealthCheckService health)
    {
        var report = await health.CheckHealthAsync(check => check.Tags.Contains("ready"), context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        var status = report.Status switch { HealthStatus.Healthy => "ready", HealthStatus.Degraded => "degraded", _ => "not_ready" };
        var checks = context.IsAdmin()
            ? report.Entries.ToDictionary(e => e.Key, e => new HealthDetail(e.Value.Status.ToString().ToLowerInvariant(), e.Value.Description, e.Value.Data))
            : null;
        // With a paused table, the API still serves everything else.
        return Results.Json(new HealthState(status, checks), statusCode: report.Status == HealthStatus.Unhealthy ? 503 : 200);
    }

    private sealed class ReadTablesCheck(TableStates states, ReadTableCatalog catalog) : BoundedHealthCheck
    {
        protected override string Subject => "PostgreSQL";

        protected override async Task<HealthCheckResult> CheckOnceAsync(CancellationToken cancellationToken)
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
