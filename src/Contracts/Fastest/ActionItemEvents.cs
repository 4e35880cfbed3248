namespace EventSourced.Contracts.Fastest;

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
