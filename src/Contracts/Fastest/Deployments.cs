using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Fastest;

/// <summary>Starts a deployment of the current snapshot of a workspace.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="DeploymentId">The deployment, an id of the workspace's scope.</param>
[Command("fastest.start_deployment", Scope = nameof(StartDeployment.WorkspaceId), Allow = FastestPermission.Use)]
public sealed record StartDeployment([property: ScopedId] Guid WorkspaceId, [property: ScopedId] Guid DeploymentId) : ICommand;

/// <summary>Starts a deployment of the main workspace of a project, together with the databases and the storage that its files need and the project has not.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="DeploymentId">The deployment, an id of the project's scope.</param>
[Command("fastest.deploy_project", Scope = nameof(DeployProject.ProjectId), Allow = FastestPermission.Use)]
public sealed record DeployProject(Guid ProjectId, [property: ScopedId] Guid DeploymentId) : ICommand;

/// <summary>Does the next step of a deployment at its provider: provisions its resources, then deploys. Sent when it starts, and when something about its resources is recorded.</summary>
/// <param name="DeploymentId">The deployment.</param>
[Command("fastest.run_deployment", Scope = nameof(RunDeployment.DeploymentId))]
public sealed record RunDeployment([property: ScopedId] Guid DeploymentId) : IFollowUp;

/// <summary>Records how a deployment ended. A finished one does not end in another way.</summary>
/// <param name="DeploymentId">The deployment.</param>
/// <param name="Status"><c>success</c> or <c>failed</c>.</param>
/// <param name="Url">Where it runs; only with <c>success</c>.</param>
/// <param name="Error">Why it failed; only with <c>failed</c>.</param>
[Command("fastest.finish_deployment", Scope = nameof(FinishDeployment.DeploymentId), Allow = FastestPermission.Use)]
public sealed record FinishDeployment([property: ScopedId] Guid DeploymentId, string Status, string? Url = null, string? Error = null) : ICommand;

/// <summary>Writes how a workspace is deployed, instead of earlier settings.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="AutoDeploy">Whether it is deployed without being asked.</param>
/// <param name="RuntimeOverride">The runtime, instead of the detected one; or null.</param>
/// <param name="BuildCommand">The command that builds it, or null.</param>
/// <param name="StartCommand">The command that starts it, or null.</param>
[Command("fastest.write_deployment_settings", Scope = nameof(WriteDeploymentSettings.WorkspaceId), Allow = FastestPermission.Use)]
public sealed record WriteDeploymentSettings(
    [property: ScopedId] Guid WorkspaceId, bool AutoDeploy = false, string? RuntimeOverride = null, string? BuildCommand = null, string? StartCommand = null) : ICommand;

/// <summary>How a workspace is deployed was written, instead of earlier settings.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="AutoDeploy">Whether it is deployed without being asked.</param>
/// <param name="RuntimeOverride">The runtime, instead of the detected one; or null.</param>
/// <param name="BuildCommand">The command that builds it, or null.</param>
/// <param name="StartCommand">The command that starts it, or null.</param>
[EventName("fastest.deployment_settings_written.v1")]
public sealed record DeploymentSettingsWritten(Guid WorkspaceId, bool AutoDeploy, string? RuntimeOverride, string? BuildCommand, string? StartCommand) : IEvent;

/// <summary>A deployment of a snapshot started.</summary>
/// <param name="DeploymentId">The deployment.</param>
/// <param name="ProjectId">The project.</param>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="SnapshotId">The snapshot.</param>
/// <param name="ManifestHash">SHA-256 of its manifest, hex.</param>
/// <param name="Trigger">What started it: <c>manual</c>.</param>
/// <param name="Provider">The provider that its files call for; null for any of which the user has a token.</param>
/// <param name="ResourceIds">The resources that it waits for.</param>
[EventName("fastest.deployment_started.v1")]
public sealed record DeploymentStarted(
    Guid DeploymentId, Guid ProjectId, Guid WorkspaceId, string SnapshotId, string ManifestHash, string Trigger, string? Provider, IReadOnlyList<Guid> ResourceIds) : IEvent;

/// <summary>A deployment ended.</summary>
/// <param name="DeploymentId">The deployment.</param>
/// <param name="ProjectId">The project.</param>
/// <param name="Status"><c>success</c> or <c>failed</c>.</param>
/// <param name="Url">Where it runs, or null.</param>
/// <param name="Error">Why it failed, or null.</param>
[EventName("fastest.deployment_finished.v1")]
public sealed record DeploymentFinished(Guid DeploymentId, Guid ProjectId, string Status, string? Url, string? Error) : IEvent;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DeploymentSettingsWritten))]
[JsonSerializable(typeof(DeploymentStarted))]
[JsonSerializable(typeof(DeploymentFinished))]
internal sealed partial class FastestDeploymentsJson : JsonSerializerContext;
