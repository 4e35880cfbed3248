namespace EventSourced.Contracts.Fastest;

/// <summary>Looks for work that a workspace needs: missing tests, and what the language model finds in its files.</summary>
/// <param name="WorkspaceId">The workspace.</param>
[Command("fastest.analyse_workspace", Scope = nameof(AnalyseWorkspace.WorkspaceId), Allow = FastestPermission.Use)]
public sealed record AnalyseWorkspace([property: ScopedId] Guid WorkspaceId) : IFollowUp;

/// <summary>Dismisses an action item.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="ItemId">The item.</param>
[Command("fastest.dismiss_action_item", Scope = nameof(DismissActionItem.WorkspaceId), Allow = FastestPermission.Use)]
public sealed record DismissActionItem([property: ScopedId] Guid WorkspaceId, Guid ItemId) : ICommand;

/// <summary>Queues a run of an action item.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="ItemId">The item.</param>
[Command("fastest.queue_run", Scope = nameof(QueueRun.WorkspaceId), Allow = FastestPermission.Use)]
public sealed record QueueRun([property: ScopedId] Guid WorkspaceId, Guid ItemId) : ICommand;

/// <summary>Makes an action item of a failed deployment, unless it has one, and queues a run of it.</summary>
/// <param name="WorkspaceId">The workspace of the deployment.</param>
/// <param name="DeploymentId">The deployment.</param>
[Command("fastest.queue_deployment_run", Scope = nameof(QueueDeploymentRun.WorkspaceId), Allow = FastestPermission.Use)]
public sealed record QueueDeploymentRun([property: ScopedId] Guid WorkspaceId, Guid DeploymentId) : ICommand;

/// <summary>Records that a program begins to work on a run. It fails when the workspace has no tree.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="RunId">The run.</param>
[Command("fastest.begin_run", Scope = nameof(BeginRun.WorkspaceId), Allow = FastestPermission.Use)]
public sealed record BeginRun([property: ScopedId] Guid WorkspaceId, Guid RunId) : ICommand;

/// <summary>Records an attempt of a run.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="RunId">The run.</param>
/// <param name="Checks">What was checked.</param>
/// <param name="Report">What was done, or null.</param>
/// <param name="Patch">The change, or null.</param>
/// <param name="Error">Why the attempt failed, or null.</param>
[Command("fastest.record_attempt", Scope = nameof(RecordAttempt.WorkspaceId), Allow = FastestPermission.Use)]
public sealed record RecordAttempt(
    [property: ScopedId] Guid WorkspaceId, Guid RunId, IReadOnlyList<RunCheck> Checks, string? Report = null, string? Patch = null, string? Error = null) : ICommand;

/// <summary>Records that the patch of a run was applied, if the workspace has not changed since.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="RunId">The run.</param>
[Command("fastest.apply_run", Scope = nameof(ApplyRun.WorkspaceId), Allow = FastestPermission.Use)]
public sealed record ApplyRun([property: ScopedId] Guid WorkspaceId, Guid RunId) : ICommand;
