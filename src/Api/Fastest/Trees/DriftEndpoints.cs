using System.Globalization;
using EventSourced.Api.Commands;
using EventSourced.Api.Fastest.Projects;
using EventSourced.Commands.Fastest.Drift;
using EventSourced.Contracts.Fastest;
using EventSourced.Projections.Fastest.Trees;
using EventSourced.ReadTables.Query;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Fastest.Trees;

/// <summary>Drift reports (specification, 3.1 and 3.2).</summary>
internal static class DriftEndpoints
{
    public const string Source = "source_workspace_id", IncludeDirty = "include_dirty";

    public static async Task<IResult> ListAsync(string id, HttpContext context, ProjectAccess access, ReadTableReader tables, TimeProvider time)
    {
        var (workspace, _) = await access.WorkspaceAsync(context, id);
        var page = await tables.From<DriftReports>().Where(r => r.WorkspaceId, workspace.Id).OrderByDescending(r => r.ReportedAt)
            .PageAsync(RequestValues.Limit(context.Request, 10, 100), null, context.RequestAborted);
        return Results.Ok(new DriftList([.. page.Rows.Select(r => DriftShape.Of(r, null, time.GetUtcNow()))]));
    }

    public static async Task<IResult> CountAsync(string id, HttpContext context, CommandRuns runs, ReadTableReader tables, TimeProvider time)
    {
        var body = await CommandBody.ReadBodyAsync<DriftRequest>(context);
        var command = new CountDrift(RequestValues.Id(id, "workspace"), body.FilesAdded, body.FilesModified, body.FilesDeleted, body.BytesChanged);
        var run = await runs.RunAsync(context, RequestId.Of(context), command);
        return Results.Json(new DriftAnswer(await ReportAsync(run, null, context, runs, tables, time)), statusCode: StatusCodes.Status201Created);
    }

    public static async Task<IResult> CompareAsync(string id, HttpContext context, CommandRuns runs, ReadTableReader tables, TimeProvider time)
    {
        Guid? source = context.Request.Query[Source].ToString() is { Length: > 0 } text ? RequestValues.Id(text, "workspace") : null;
        var run = await runs.RunAsync(context, RequestId.Of(context), new CompareDrift(RequestValues.Id(id, "workspace"), source, RequestValues.Flag(context.Request, IncludeDirty)));
        context.Response.Headers.CacheControl = "no-store";
        return Results.Ok(new DriftAnswer(await ReportAsync(run, run.Result.GetProperty("large_files_changed").GetBoolean(), context, runs, tables, time)));
    }

    private static async Task<DriftShape> ReportAsync(CommandRun run, bool? large, HttpContext context, CommandRuns runs, ReadTableReader tables, TimeProvider time)
    {
        await runs.ReachAsync<DriftReports>(run, context);
        var id = run.Result.GetProperty("report_id").GetString()!;
        return await tables.From<DriftReports>().Where(r => r.Id, id).FirstAsync(context.RequestAborted) is { } row ? DriftShape.Of(row, large, time.GetUtcNow())
            : throw FastestException.NotFound($"The report {id} was removed with its workspace.");
    }
}

/// <summary>What a client counted.</summary>
internal sealed record DriftRequest(int FilesAdded = 0, int FilesModified = 0, int FilesDeleted = 0, long BytesChanged = 0);

/// <summary>Drift reports of a workspace, newest first.</summary>
internal sealed record DriftList(IReadOnlyList<DriftShape> Reports);

/// <summary>A drift report.</summary>
internal sealed record DriftAnswer(DriftShape Report);

/// <summary>A drift report, with what is computed when it is read. <c>large_files_changed</c> is null for an earlier report.</summary>
internal sealed record DriftShape(
    string Id, string WorkspaceId, string? SourceWorkspaceId, string? WorkspaceSnapshotId, string? SourceSnapshotId, IReadOnlyList<string> SourceOnly, IReadOnlyList<string> WorkspaceOnly,
    IReadOnlyList<string> BothSame, IReadOnlyList<string> BothDifferent, int FilesAdded, int FilesModified, int FilesDeleted, long BytesChanged, string? Summary, string ReportedAt,
    int TotalDriftFiles, bool HasOverlaps, double OverlapRatio, string RiskLevel, double StalenessHours, IReadOnlyList<string> TopOverlapFiles, ExtensionCounts CountsByExt, bool? LargeFilesChanged)
{
    public static DriftShape Of(DriftReports row, bool? large, DateTimeOffset now)
    {
        var (added, modified) = (row.FilesAdded, row.FilesModified);
        var (sourceOnly, workspaceOnly, same, different) = (Paths(row.SourceOnly), Paths(row.WorkspaceOnly), Paths(row.BothSame), Paths(row.BothDifferent));
        return new(
            row.Id, row.WorkspaceId, row.SourceWorkspaceId, row.WorkspaceSnapshotId, row.SourceSnapshotId, sourceOnly, workspaceOnly, same, different,
            added, modified, row.FilesDeleted, row.BytesChanged, row.Summary, row.ReportedAt,
            DriftFigures.Total(added, modified), modified > 0, DriftFigures.OverlapRatio(added, modified), DriftFigures.RiskLevel(added, modified),
            DriftFigures.StalenessHours(DateTimeOffset.Parse(row.ReportedAt, CultureInfo.InvariantCulture), now), DriftFigures.TopOverlapFiles(different),
            new(DriftFigures.CountsByExtension(sourceOnly), DriftFigures.CountsByExtension(workspaceOnly), DriftFigures.CountsByExtension(same), DriftFigures.CountsByExtension(different)), large);
    }

    private static IReadOnlyList<string> Paths(ReadTables.Json list) => list.As<IReadOnlyList<string>>() ?? [];
}

/// <summary>Numbers of paths by extension, for each list.</summary>
internal sealed record ExtensionCounts(
    IReadOnlyDictionary<string, int> SourceOnly, IReadOnlyDictionary<string, int> WorkspaceOnly, IReadOnlyDictionary<string, int> BothSame, IReadOnlyDictionary<string, int> BothDifferent);
