using EventSourced.Api.Access;
using EventSourced.Api.Commands;
using EventSourced.Api.Problems;
using EventSourced.ReadTables;
using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Query;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace EventSourced.Api.Admin;

/// <summary>Why a table is paused.</summary>
/// <param name="Reason">Free text; optional.</param>
public sealed record PauseRequest(string? Reason = null);

/// <summary>An event that a table skips.</summary>
/// <param name="Position">Position of the table's dead letter.</param>
/// <param name="Reason">Why; recorded in the log.</param>
public sealed record SkipRequest(long Position, string Reason);

/// <summary>State and control of the projections.</summary>
internal static class ProjectionEndpoints
{
    private const int LongestReason = 1000;

    public static void MapAdminProjections(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/admin/projections").WithTags("Admin");
        group.MapGet("", ListAsync).WithSummary("Progress of each read table, the worker that projects it, and its dead letter.");
        group.MapPost("{table}/pause", PauseAsync).Accepts<PauseRequest>(isOptional: true, "application/json").WithSummary("Pauses a read table and the tables derived from it.");
        group.MapPost("{table}/resume", ResumeAsync).WithSummary("Resumes a read table that was paused by hand.");
        group.MapPost("{table}/retry", RetryAsync).WithSummary("Retries the dead letter of a read table.");
        group.MapPost("{table}/skip", SkipAsync).Accepts<SkipRequest>("application/json").WithSummary("Skips the dead letter of a read table; the log records who decided it, and why.");
    }

    private static async Task<Ok<ProjectionReport>> ListAsync(HttpContext context, ProjectionReader projections)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(await projections.ReadAsync(context.RequestAborted));
    }

    private static async Task<Ok<TableState>> PauseAsync(string table, HttpContext context, ReadTableCatalog catalog, TableControl control, TableStates states)
    {
        var definition = catalog.Get(table);
        var request = await ReadAsync<PauseRequest>(context);
        if (request.Reason is { } reason) CheckReason(reason);
        await control.PauseAsync(definition, context.Actor(), request.Reason, context.RequestAborted);
        return await StateAsync(definition, states, context);
    }

    private static async Task<Ok<TableState>> ResumeAsync(string table, HttpContext context, ReadTableCatalog catalog, TableControl control, TableStates states)
    {
        var definition = catalog.Get(table);
        await control.ResumeAsync(definition, context.Actor(), context.RequestAborted);
        return await StateAsync(definition, states, context);
    }

    private static async Task<Ok<TableState>> RetryAsync(string table, HttpContext context, ReadTableCatalog catalog, TableControl control, TableStates states)
    {
        var definition = catalog.Get(table);
        await control.RetryAsync(definition, context.Actor(), context.RequestAborted);
        return await StateAsync(definition, states, context);
    }

    private static async Task<Ok<TableState>> SkipAsync(string table, HttpContext context, ReadTableCatalog catalog, TableControl control, TableStates states)
    {
        var definition = catalog.Get(table);
        var request = await ReadAsync<SkipRequest>(context);
        CheckReason(request.Reason);
        await control.SkipAsync(definition, request.Position, request.Reason, context.Actor(), context.RequestAborted);
        return await StateAsync(definition, states, context);
    }

    private static async Task<T> ReadAsync<T>(HttpContext context)
    {
        // The table is only in the route, not in the body.
        context.Request.RouteValues.Remove("table");
        return await CommandBody.ReadAsync<T>(context);
    }

    private static void CheckReason(string reason)
    {
        if (reason.Trim().Length is 0 or > LongestReason)
        {
            throw new ApiException(400, "validation_failed", "The reason does not fit: see errors.", new Dictionary<string, string[]>
            {
                ["reason"] = [$"Say why in 1 to {LongestReason} characters."],
            });
        }
    }

    private static async Task<Ok<TableState>> StateAsync(TableDefinition table, TableStates states, HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(await states.ReadAsync(table, context.RequestAborted));
    }
}
