using EventSourced.Api.Access;
using EventSourced.ReadTables;
using EventSourced.ReadTables.Generations;
using EventSourced.ReadTables.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace EventSourced.Api.Admin;

/// <summary>How many generations were dropped.</summary>
/// <param name="Dropped">Number.</param>
public sealed record Released(int Dropped);

/// <summary>Generations of tables: the live ones, and those that are kept for a rollback.</summary>
internal static class GenerationEndpoints
{
    public static void MapGenerations(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/admin/generations").WithTags("Admin");
        group.MapGet("", ListAsync).WithSummary("All generations of all tables.");
        group.MapPost("{table}/rollback", RollbackAsync).WithSummary("Rolls back the last swap of a table.");
        group.MapPost("{table}/release", ReleaseAsync).WithSummary("Drops the previous generations of a table.");
    }

    private static async Task<Ok<IReadOnlyList<Generation>>> ListAsync(HttpContext context, GenerationStore generations)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(await generations.ListAsync(context.RequestAborted));
    }

    private static async Task<Ok<IEnumerable<Generation>>> RollbackAsync(
        string table, HttpContext context, ReadTableCatalog catalog, GenerationStore generations, BuildOptions options, AuditLog audit)
    {
        var definition = catalog.Get(table);
        await generations.RollbackAsync(definition, options.SwapLockTimeout, context.RequestAborted);
        await audit.ActedAsync("rollback", [table], null, context.Actor(), context.RequestAborted);
        var family = catalog.FamilyOf(definition).Select(t => t.QualifiedName).ToHashSet();
        return TypedResults.Ok((await generations.ListAsync(context.RequestAborted)).Where(g => family.Contains(g.Table)));
    }

    private static async Task<Ok<Released>> ReleaseAsync(string table, HttpContext context, ReadTableCatalog catalog, GenerationStore generations, AuditLog audit)
    {
        var dropped = await generations.ReleaseAsync(catalog.Get(table), context.RequestAborted);
        await audit.ActedAsync("release", [table], $"{dropped} dropped", context.Actor(), context.RequestAborted);
        return TypedResults.Ok(new Released(dropped));
    }
}
