using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.Detection;
using EventSourced.Commands.Fastest.Snapshots;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Fastest;
using MediatR;

namespace EventSourced.Commands.Fastest.Deployments;

/// <summary>Reads the files of the main workspace before the deployment is recorded.</summary>
internal sealed class DeployProjectHandler(CommandStates states, TreeDetection detection) : IRequestHandler<Handle<DeployProject>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<DeployProject> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var loaded = await ProjectDeployment.LoadAsync(states, command, cancellationToken);
        var decision = ProjectDeploymentDecider.WithoutStarting(loaded, command, context) ?? await StartAsync(loaded, cancellationToken);
        return await states.CompleteAsync(context, decision, cancellationToken);
    }

    private async Task<Decision> StartAsync(ProjectDeployment loaded, CancellationToken cancellationToken)
    {
        var manifest = loaded.Tree!.ManifestHash;
        return await detection.FindAsync(loaded.Project.Created!.OwnerUserId, manifest, cancellationToken) is { } detected
            ? ProjectDeploymentDecider.Start(loaded, detected)
            : SnapshotDecider.NoManifest(manifest);
    }
}
