using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.Infrastructure;

/// <summary>The settings of deployments in the stream of a workspace.</summary>
/// <param name="workspaceId">The workspace.</param>
internal sealed class DeploymentSettingsState(Guid workspaceId) : StreamState(FastestStreams.Workspace(workspaceId))
{
    /// <summary>The last settings, or null.</summary>
    public DeploymentSettingsWritten? Written { get; private set; }

    protected override void When(Fact fact) => Written = fact.Event as DeploymentSettingsWritten ?? Written;
}
