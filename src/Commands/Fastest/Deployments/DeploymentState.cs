using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.Infrastructure;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.Deployments;

/// <summary>What decisions need to know about a deployment.</summary>
/// <param name="deploymentId">The deployment.</param>
internal sealed class DeploymentState(Guid deploymentId) : StreamState(DeploymentStreams.Deployment(deploymentId))
{
    public Guid DeploymentId { get; } = deploymentId;

    public DeploymentStarted? Started { get; private set; }

    public DeploymentFinished? Finished { get; private set; }

    /// <summary>Log position of the end; 0 before.</summary>
    public long FinishedAt { get; private set; }

    protected override void When(Fact fact)
    {
        switch (fact.Event)
        {
            case DeploymentStarted started:
                Started = started;
                break;
            case DeploymentFinished finished:
                (Finished, FinishedAt) = (finished, fact.Position);
                break;
        }
    }
}

/// <summary>A deployment with the resources of its project.</summary>
internal sealed record DeploymentContext(DeploymentState Deployment, ResourceState Resources)
{
    /// <summary>Whether it was started, in a project that exists and that the sender may use.</summary>
    public bool IsOpenTo(Pipeline.CommandContext context) => Deployment.Started is not null && Resources.IsOpenTo(context);

    public static async ValueTask<DeploymentContext> LoadAsync(IStateSource states, Guid deploymentId, CancellationToken cancellationToken)
    {
        var deployment = await states.LoadAsync(new DeploymentState(deploymentId), cancellationToken);
        return new(deployment, await states.LoadAsync(new ResourceState(deployment.Started?.ProjectId ?? Guid.Empty), cancellationToken));
    }
}
