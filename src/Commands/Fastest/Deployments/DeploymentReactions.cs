using EventSourced.Commands.Fastest.Infrastructure;
using EventSourced.Commands.Modules;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.Deployments;

/// <summary>The events that start the next step of a deployment.</summary>
internal static class DeploymentReactions
{
    public static void Declare(ReactionBuilder on)
    {
        on.Event<DeploymentStarted>().Send(e => new RunDeployment(e.DeploymentId)).OnGivenUp(Failed);
        on.Event<ResourceStatusRecorded>().Send(e => new RunDeployment(e.DeploymentId)).OnGivenUp(Failed);
        on.Event<ResourceDeleted>().Send(e => new RunDeployment(e.DeploymentId)).OnGivenUp(Failed);
    }

    private static FinishDeployment Failed(RunDeployment run, FollowUpFailure failure) => new(run.DeploymentId, DeploymentStatus.Failed, Error: failure.Describe("The deployment"));
}
