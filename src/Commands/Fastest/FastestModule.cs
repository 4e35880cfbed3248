using EventSourced.Commands.Fastest.Deployments;
using EventSourced.Commands.Fastest.Imports;
using EventSourced.Commands.Modules;
using EventSourced.Contracts.Fastest;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Commands.Fastest;

/// <summary>Fastest: snapshots of file trees become drift reports and merges.</summary>
public sealed class FastestModule : IModule
{
    /// <inheritdoc/>
    public string Name => "fastest";

    /// <inheritdoc/>
    public void Services(IServiceCollection services, IConfiguration configuration) => services.AddFastestCommands(configuration);

    /// <inheritdoc/>
    public void Reactions(ReactionBuilder on)
    {
        on.Event<WorkspaceManifestMoved>().Send(e => e.ConversationId is null ? null : new CaptureChange(e.WorkspaceId));
        DeploymentReactions.Declare(on);
    }

    /// <inheritdoc/>
    public void Schedule(ScheduleBuilder every)
    {
        every.Cron("0 15 4 * * ?").Send(now => new SweepUploads(now));
        every.Cron("0 0/15 * * * ?").Send(now => new CaptureTrees(now));
    }

    /// <inheritdoc/>
    public void Imports(ImportBuilder accept) => accept.Kind<ImportManifest>("manifests", ".jsonl", ".ndjson", ".json", ".gz")
        .Into(ManifestUploads.Folder)
        .AtMost(TreeFile.MaxBytes)
        .Shows(FastestStreams.Import, ManifestImportStatus.Of);
}
