using EventSourced.Api.Commands;
using EventSourced.Api.Fastest.Projects;
using EventSourced.Contracts.Fastest;
using EventSourced.Projections.Fastest.Infrastructure;
using EventSourced.ReadTables.Query;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Fastest.Infrastructure;

/// <summary>How workspaces are deployed (specification, 2.10).</summary>
internal static class DeploymentSettingsEndpoints
{
    public static async Task<IResult> ShowAsync(string id, HttpContext context, ProjectAccess access, ReadTableReader tables)
    {
        var (workspace, _) = await access.WorkspaceAsync(context, id);
        return Results.Ok(new SettingsAnswer(await FindAsync(workspace.Id, context, tables)));
    }

    public static async Task<IResult> WriteAsync(string id, HttpContext context, CommandRuns runs, ReadTableReader tables)
    {
        var body = await CommandBody.ReadBodyAsync<SettingsRequest>(context);
        var workspace = RequestValues.Id(id, "workspace");
        var run = await runs.RunAsync(context, RequestId.Of(context), new WriteDeploymentSettings(workspace, body.AutoDeploy, body.RuntimeOverride, body.BuildCommand, body.StartCommand));
        await runs.ReachAsync<DeploymentSettings>(run, context);
        return Results.Ok(new SettingsAnswer(await FindAsync(workspace.ToString(), context, tables)));
    }

    private static async Task<SettingsShape?> FindAsync(string workspace, HttpContext context, ReadTableReader tables) =>
        await tables.From<DeploymentSettings>().Where(r => r.WorkspaceId, workspace).FirstAsync(context.RequestAborted) is { } row ? SettingsShape.Of(row) : null;
}

/// <summary>Settings of deployments; those that are left out are unset.</summary>
internal sealed record SettingsRequest(bool AutoDeploy = false, string? RuntimeOverride = null, string? BuildCommand = null, string? StartCommand = null);

/// <summary>How a workspace is deployed; null while nobody wrote it.</summary>
internal sealed record SettingsAnswer(SettingsShape? Settings);
