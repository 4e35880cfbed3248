using System.Text.Json.Serialization;

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

/// <summary>Work was found that a workspace needs.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="ProjectId">Its project.</param>
/// <param name="Source"><c>analysis</c>, or <c>deployment</c> for a failed deployment.</param>
/// <param name="Items">The items.</param>
[EventName("fastest.action_items_found.v1")]
public sealed record ActionItemsFound(Guid WorkspaceId, Guid ProjectId, string Source, IReadOnlyList<ActionItem> Items) : IEvent;

/// <summary>Work that a workspace needs.</summary>
/// <param name="Id">The item.</param>
/// <param name="Type"><c>test_coverage</c>, <c>security</c>, <c>refactoring</c> or <c>build_failure</c>.</param>
/// <param name="Severity"><c>info</c>, <c>warning</c> or <c>critical</c>.</param>
/// <param name="Title">What it is, up to 100 characters.</param>
/// <param name="Description">More about it, or null.</param>
/// <param name="AffectedFiles">Paths of the files that it is about.</param>
/// <param name="SuggestedPrompt">What to ask an assistant for, or null.</param>
/// <param name="SuggestionType">For a refactoring: its kind, such as <c>duplication</c>; else null.</param>
public sealed record ActionItem(
    Guid Id, string Type, string Severity, string Title, string? Description, IReadOnlyList<string> AffectedFiles, string? SuggestedPrompt, string? SuggestionType);

/// <summary>An action item was dismissed.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="ItemId">The item.</param>
[EventName("fastest.action_item_dismissed.v1")]
public sealed record ActionItemDismissed(Guid WorkspaceId, Guid ItemId) : IEvent;

/// <summary>A run of an action item was queued: a program will work on it.</summary>
/// <param name="RunId">The run.</param>
/// <param name="ItemId">The item.</param>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="ProjectId">Its project.</param>
/// <param name="MaxAttempts">How many attempts it has.</param>
[EventName("fastest.run_queued.v1")]
public sealed record RunQueued(Guid RunId, Guid ItemId, Guid WorkspaceId, Guid ProjectId, int MaxAttempts) : IEvent;

/// <summary>A program began to work on a run.</summary>
/// <param name="RunId">The run.</param>
/// <param name="ItemId">Its item.</param>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="BaseManifestHash">The tree that it works on.</param>
[EventName("fastest.run_started.v1")]
public sealed record RunStarted(Guid RunId, Guid ItemId, Guid WorkspaceId, string BaseManifestHash) : IEvent;

/// <summary>An attempt of a run ended.</summary>
/// <param name="RunId">The run.</param>
/// <param name="ItemId">Its item.</param>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="Attempt">Number of the attempt, from 1.</param>
/// <param name="Status">What follows: <c>running</c> for another attempt, <c>ready</c>, or <c>failed</c> after the last one.</param>
/// <param name="Checks">What was checked.</param>
/// <param name="Report">What was done, up to 20,000 characters, or null.</param>
/// <param name="Summary">The first three lines of the report, up to 800 characters, or null.</param>
/// <param name="Patch">The change, or null.</param>
/// <param name="Error">Why it failed, or null.</param>
[EventName("fastest.run_attempted.v1")]
public sealed record RunAttempted(
    Guid RunId, Guid ItemId, Guid WorkspaceId, int Attempt, string Status, IReadOnlyList<RunCheck> Checks, string? Report, string? Summary, string? Patch, string? Error) : IEvent;

/// <summary>A check of an attempt.</summary>
/// <param name="Kind">Such as <c>test</c> or <c>build</c>.</param>
/// <param name="Command">The command that ran.</param>
/// <param name="Success">Whether it passed.</param>
/// <param name="Output">What it printed, or null.</param>
public sealed record RunCheck(string Kind, string Command, bool Success, string? Output = null);

/// <summary>A run failed before an attempt.</summary>
/// <param name="RunId">The run.</param>
/// <param name="ItemId">Its item.</param>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="Error">Why.</param>
[EventName("fastest.run_failed.v1")]
public sealed record RunFailed(Guid RunId, Guid ItemId, Guid WorkspaceId, string Error) : IEvent;

/// <summary>The patch of a run was applied.</summary>
/// <param name="RunId">The run.</param>
/// <param name="ItemId">Its item.</param>
/// <param name="WorkspaceId">The workspace.</param>
[EventName("fastest.run_applied.v1")]
public sealed record RunApplied(Guid RunId, Guid ItemId, Guid WorkspaceId) : IEvent;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ActionItemsFound))]
[JsonSerializable(typeof(ActionItemDismissed))]
[JsonSerializable(typeof(RunQueued))]
[JsonSerializable(typeof(RunStarted))]
[JsonSerializable(typeof(RunAttempted))]
[JsonSerializable(typeof(RunFailed))]
[JsonSerializable(typeof(RunApplied))]
internal sealed partial class FastestActionItemsJson : JsonSerializerContext;
