using EventSourced.Api.Queries;
using EventSourced.Projections.Pulse.Exports;
using EventSourced.ReadTables.Query;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace EventSourced.Api.Pulse;

/// <summary>Progress of an export.</summary>
/// <param name="ExportId">The export.</param>
/// <param name="CommunityId">The community.</param>
/// <param name="SourceId">The source, or null.</param>
/// <param name="Filename">Name of the upload.</param>
/// <param name="Status">Its status.</param>
/// <param name="DaysProcessed">Days done.</param>
/// <param name="DaysTotal">Days to do, or null until scanned.</param>
/// <param name="WeeksProcessed">Weeks done.</param>
/// <param name="WeeksTotal">Weeks to do, or null.</param>
/// <param name="MessageCount">Messages in the file.</param>
/// <param name="NewMessageCount">Messages that are new.</param>
/// <param name="ErrorMessage">Why it failed or waits, or null.</param>
/// <param name="WarningState"><c>none</c> or <c>warnings</c>, or null until scanned; the warnings are in the details.</param>
/// <param name="UpdatedAt">When it last changed.</param>
public sealed record ExportProgress(
    string ExportId, string CommunityId, string? SourceId, string Filename, string Status, int DaysProcessed, int? DaysTotal, int WeeksProcessed,
    int? WeeksTotal, long MessageCount, long NewMessageCount, string? ErrorMessage, string? WarningState, DateTimeOffset UpdatedAt);

/// <summary>Exports and their progress.</summary>
/// <param name="Exports">The exports.</param>
/// <param name="Pagination">The pagination.</param>
public sealed record ExportProgressList(IReadOnlyList<ExportProgress> Exports, Pagination Pagination);

/// <summary>Exports with all their columns.</summary>
/// <param name="Rows">The rows of pulse.exports.</param>
/// <param name="Pagination">The pagination.</param>
public sealed record ExportDetailList([property: System.Text.Json.Serialization.JsonPropertyName("exports")] IReadOnlyList<Exports> Rows, Pagination Pagination);

/// <summary>Views of pulse.exports for admins.</summary>
internal static class PulseAdminReads
{
    private static readonly QueryParameter[] s_parameters =
    [
        new("export_id", "Only this export."), new("community", "Only exports of this community."), new("source", "Only exports of this source."), new("status", "Only exports of this status."),
        QueryParameter.Integer("limit", $"Maximum number of exports, up to {TableQuery.MaxLimit}; default {TableQuery.DefaultLimit}."), new("cursor", "pagination.next of the previous page."),
    ];

    public static void MapPulseAdminReads(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/exports").WithTags("Pulse").Takes(s_parameters);
        group.MapGet("/progress", ProgressAsync).WithSummary("Progress of exports; filters: export_id, community, source, status.");
        group.MapGet("/details", DetailsAsync).WithSummary("All details of exports; filters: export_id, community, source, status.");
    }

    private static async Task<Ok<ExportProgressList>> ProgressAsync(HttpContext context, ReadTableReader tables)
    {
        var (page, limit) = await PageAsync(context, tables);
        return TypedResults.Ok(new ExportProgressList([.. page.Rows.Select(r => new ExportProgress(
            r.ExportId, r.CommunityId, r.SourceId, r.Filename, r.Status, r.DaysProcessed, r.DaysTotal, r.WeeksProcessed, r.WeeksTotal, r.MessageCount,
            r.NewMessageCount, r.ErrorMessage, r.WarningState, r.UpdatedAt))], new Pagination(limit, page.Next)));
    }

    private static async Task<Ok<ExportDetailList>> DetailsAsync(HttpContext context, ReadTableReader tables)
    {
        var (page, limit) = await PageAsync(context, tables);
        return TypedResults.Ok(new ExportDetailList(page.Rows, new Pagination(limit, page.Next)));
    }

    private static async Task<(RowPage<Exports> Page, int Limit)> PageAsync(HttpContext context, ReadTableReader tables)
    {
        var query = context.Request.Query;
        string? Value(string name) => query[name].ToString() is { Length: > 0 } text ? text : null;
        var rows = tables.From<Exports>();
        if (Value("export_id") is { } export) rows.Where(r => r.ExportId, export);
        if (Value("community") is { } community) rows.Where(r => r.CommunityId, community);
        if (Value("source") is { } source) rows.Where(r => r.SourceId, source);
        if (Value("status") is { } status) rows.Where(r => r.Status, status);
        var limit = Value("limit") is { } text ? TableQuery.ParseLimit(text, TableQuery.MaxLimit) : TableQuery.DefaultLimit;
        context.Response.Headers.CacheControl = "no-store";
        return (await rows.PageAsync(limit, Value("cursor"), context.RequestAborted), limit);
    }
}
