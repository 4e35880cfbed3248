using EventSourced.Api.Queries;
using EventSourced.ReadTables;
using EventSourced.ReadTables.Explain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace EventSourced.Api.Admin;

/// <summary>Explains which events made a row, and which rows an event changed.</summary>
internal static class ExplainEndpoints
{
    /// <summary>Route of the explanation of a row; the OpenAPI document has one path for each table instead.</summary>
    public const string Pattern = "/api/{module}/{table}/explain";

    public static void MapExplain(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Pattern, ExplainAsync).ChecksQueryItself();
        routes.MapGet("/admin/effects/{position}", EffectsAsync).WithTags("Admin").WithSummary("An event and the rows that it touches in every read table.");
    }

    private static async Task<Ok<RowExplanation>> ExplainAsync(string module, string table, HttpContext context, ReadTableCatalog catalog, RowExplainer explainer)
    {
        var key = context.Request.Query.SelectMany(p => p.Value, (p, value) => KeyValuePair.Create(p.Key, value ?? ""));
        var explanation = await explainer.ExplainAsync(catalog.Get($"{module}.{table}"), key, context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(explanation);
    }

    private static async Task<Ok<EventEffects>> EffectsAsync(string position, HttpContext context, RowExplainer explainer)
    {
        var effects = await explainer.EffectsAsync(AdminQuery.Number("position", position, 1), context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(effects);
    }
}
