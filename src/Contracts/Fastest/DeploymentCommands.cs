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
