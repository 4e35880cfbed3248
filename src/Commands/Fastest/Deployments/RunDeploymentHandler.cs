using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.Infrastructure;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Fastest;
using MediatR;

namespace EventSourced.Commands.Fastest.Deployments;

/// <summary>
/// Does the next step of a deployment at its provider. It is repeated whenever something about the deployment's resources is recorded, and after an interruption: providers start
/// nothing twice.
/// </summary>
internal sealed class RunDeploymentHandler(CommandStates states, ProviderAccounts accounts, SecretBox box) : IRequestHandler<Handle<RunDeployment>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<RunDeployment> request, CancellationToken cancellationToken)
    {
        var loaded = await DeploymentContext.LoadAsync(states, request.Command.DeploymentId, cancellationToken);
        // The project may have been deleted meanwhile.
        var isRunning = loaded.IsOpenTo(request.Context) && loaded.Deployment.Finished is null;
        return await states.CompleteAsync(request.Context, isRunning ? await StepAsync(loaded, cancellationToken) : Decision.Nothing, cancellationToken);
    }

    private async Task<Decision> StepAsync(DeploymentContext loaded, CancellationToken cancellationToken)
    {
        var started = loaded.Deployment.Started!;
        var owner = loaded.Resources.Created!.OwnerUserId;
        var user = await states.LoadAsync(new CredentialState(owner), cancellationToken);
        List<ResourceStatusRecorded> recorded = [];
        string? fault = null;
        var waits = false;
        foreach (var resource in started.ResourceIds.Select(id => loaded.Resources.Find(id)!))
        {
            var now = resource.Status == ResourceStatus.Provisioning ? await ProvisionAsync(resource, user, cancellationToken) : resource.Recorded;
            if (resource.Status == ResourceStatus.Provisioning && now is not null) recorded.Add(now);
            waits |= resource.Status == ResourceStatus.Provisioning && now is null;
            if (resource.Status == ResourceStatus.Deleted) fault ??= $"The resource {resource.Name} was deleted before the deployment was done.";
            else if (now is { Status: ResourceStatus.Error }) fault ??= $"The resource {resource.Name} could not be provisioned: {now.Error}";
        }
        var decision = recorded.Count == 0 ? Decision.Nothing : Decision.Of(loaded.Resources, recorded);
        if (fault is not null) return decision.And(loaded.Deployment, Ended(started, new(null, fault)));
        // What was recorded now brings the next step.
        if (waits || recorded.Count > 0) return decision;
        return await DeployAsync(started, user, cancellationToken) is { } outcome ? Decision.Of(loaded.Deployment, Ended(started, outcome)) : Decision.Nothing;
    }

    private async Task<ResourceStatusRecorded?> ProvisionAsync(KnownResource resource, CredentialState user, CancellationToken cancellationToken)
    {
        var requested = resource.Requested;
        var (provider, account, fault) = await accounts.FindAsync(user, [requested.Provider], cancellationToken);
        var outcome = fault is not null ? new(null, null, fault)
            : await provider!.ProvisionAsync(new(requested.ResourceId, requested.ProjectId, requested.DeploymentId, requested.Type, requested.Name, account!), cancellationToken);
        if (outcome is null) return null;
        var connection = outcome.ConnectionInfo is { } text
            ? await box.SealAsync(InfrastructureSecrets.Connection(requested.ProjectId, requested.ResourceId), text, cancellationToken)
            : null;
        return new(requested.ResourceId, requested.ProjectId, requested.DeploymentId, outcome.Error is null ? ResourceStatus.Ready : ResourceStatus.Error, outcome.ProviderResourceId, connection, outcome.Error);
    }

    private async Task<DeploymentOutcome?> DeployAsync(DeploymentStarted started, CredentialState user, CancellationToken cancellationToken)
    {
        var (provider, account, fault) = await accounts.FindAsync(user, started.Provider is { } wanted ? [wanted] : InfrastructureProviders.All, cancellationToken);
        if (fault is not null) return new(null, fault);
        var settings = await states.LoadAsync(new DeploymentSettingsState(started.WorkspaceId), cancellationToken);
        return await provider!.DeployAsync(new(started, user.UserId, settings.Written, account!), cancellationToken);
    }

    private static DeploymentFinished Ended(DeploymentStarted started, DeploymentOutcome outcome) =>
        new(started.DeploymentId, started.ProjectId, outcome.Error is null ? DeploymentStatus.Success : DeploymentStatus.Failed, outcome.Url, outcome.Error);
}
