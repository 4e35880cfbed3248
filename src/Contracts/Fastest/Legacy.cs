using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Fastest;

/// <summary>Imports a job of a former installation, once for its id. Jobs are deprecated: nothing else writes them.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="JobId">Its id there.</param>
/// <param name="Prompt">What it was asked for.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="Status">Its last status, a word.</param>
/// <param name="OutputSnapshotId">The snapshot that it made, or null.</param>
/// <param name="Error">Why it failed, or null.</param>
/// <param name="StartedAt">When it started, or null.</param>
/// <param name="CompletedAt">When it ended, or null.</param>
[Command("fastest.import_job", "POST jobs", Scope = nameof(ImportJob.ProjectId))]
public sealed record ImportJob(
    Guid ProjectId, Guid WorkspaceId, string JobId, string Prompt, DateTimeOffset CreatedAt, string Status = "pending", string? OutputSnapshotId = null, string? Error = null,
    DateTimeOffset? StartedAt = null, DateTimeOffset? CompletedAt = null) : ICommand;

/// <summary>Imports a refactoring suggestion of a former installation, once for its id. Action items have replaced suggestions: nothing else writes them.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="SuggestionId">Its id there.</param>
/// <param name="Type">What it is about, a word.</param>
/// <param name="Title">Its title.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Severity"><c>info</c>, <c>warning</c> or <c>critical</c>.</param>
/// <param name="SnapshotId">The snapshot that it is about, or null.</param>
/// <param name="Description">More about it, or null.</param>
/// <param name="AffectedFiles">Paths of the files, or null.</param>
/// <param name="SuggestedPrompt">What to ask for, or null.</param>
/// <param name="Status">Its last status, a word.</param>
[Command("fastest.import_refactoring_suggestion", "POST refactoring_suggestions", Scope = nameof(ImportRefactoringSuggestion.ProjectId))]
public sealed record ImportRefactoringSuggestion(
    Guid ProjectId, Guid WorkspaceId, string SuggestionId, string Type, string Title, DateTimeOffset CreatedAt, string Severity = "info", string? SnapshotId = null, string? Description = null,
    IReadOnlyList<string>? AffectedFiles = null, string? SuggestedPrompt = null, string Status = "pending") : ICommand;

/// <summary>A job of a former installation was imported.</summary>
/// <param name="JobId">Its id there.</param>
/// <param name="ProjectId">The project.</param>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="Prompt">What it was asked for.</param>
/// <param name="Status">Its last status.</param>
/// <param name="OutputSnapshotId">The snapshot that it made, or null.</param>
/// <param name="Error">Why it failed, or null.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="StartedAt">When it started, or null.</param>
/// <param name="CompletedAt">When it ended, or null.</param>
[EventName("fastest.job_imported.v1")]
public sealed record JobImported(
    string JobId, Guid ProjectId, Guid WorkspaceId, string Prompt, string Status, string? OutputSnapshotId, string? Error,
    DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? CompletedAt) : IEvent;

/// <summary>A refactoring suggestion of a former installation was imported.</summary>
/// <param name="SuggestionId">Its id there.</param>
/// <param name="ProjectId">The project.</param>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="SnapshotId">The snapshot that it is about, or null.</param>
/// <param name="Type">What it is about.</param>
/// <param name="Severity"><c>info</c>, <c>warning</c> or <c>critical</c>.</param>
/// <param name="Title">Its title.</param>
/// <param name="Description">More about it, or null.</param>
/// <param name="AffectedFiles">Paths of the files, or null.</param>
/// <param name="SuggestedPrompt">What to ask for, or null.</param>
/// <param name="Status">Its last status.</param>
/// <param name="CreatedAt">When it was made.</param>
[EventName("fastest.refactoring_suggestion_imported.v1")]
public sealed record RefactoringSuggestionImported(
    string SuggestionId, Guid ProjectId, Guid WorkspaceId, string? SnapshotId, string Type, string Severity, string Title, string? Description,
    IReadOnlyList<string>? AffectedFiles, string? SuggestedPrompt, string Status, DateTimeOffset CreatedAt) : IEvent;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JobImported))]
[JsonSerializable(typeof(RefactoringSuggestionImported))]
internal sealed partial class FastestLegacyJson : JsonSerializerContext;
