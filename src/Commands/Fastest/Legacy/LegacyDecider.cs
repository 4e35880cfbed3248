using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.Workspaces;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.Legacy;

/// <summary>A job with its workspace.</summary>
internal sealed record JobContext(JobState Job, WorkspaceContext Workspace);

/// <summary>A refactoring suggestion with its workspace.</summary>
internal sealed record SuggestionContext(SuggestionState Suggestion, WorkspaceContext Workspace);

/// <summary>Decides about rows of a former installation (specification, 5). Each is imported once for its id.</summary>
internal sealed class LegacyDecider : IJointDecider<JobContext, ImportJob>, IJointDecider<SuggestionContext, ImportRefactoringSuggestion>
{
    public static async ValueTask<JobContext> LoadAsync(IStateSource source, ImportJob command, CancellationToken cancellationToken) => new(
        await source.LoadAsync(new JobState(command.JobId), cancellationToken), await WorkspaceContext.LoadAsync(source, command.ProjectId, command.WorkspaceId, cancellationToken));

    public static async ValueTask<SuggestionContext> LoadAsync(IStateSource source, ImportRefactoringSuggestion command, CancellationToken cancellationToken) => new(
        await source.LoadAsync(new SuggestionState(command.SuggestionId), cancellationToken), await WorkspaceContext.LoadAsync(source, command.ProjectId, command.WorkspaceId, cancellationToken));

    public static Decision Decide(JobContext states, ImportJob command, CommandContext context)
    {
        var imported = new JobImported(
            command.JobId, command.ProjectId, command.WorkspaceId, command.Prompt, command.Status, command.OutputSnapshotId, command.Error, command.CreatedAt, command.StartedAt, command.CompletedAt);
        return states.Job.Imported is { } before ? Again(before == imported, states.Job.Position, $"job {command.JobId}")
            : Fault(states.Workspace, command.ProjectId, command.WorkspaceId, context) is { } fault ? fault
            : Decision.Of(states.Job, imported).While(states.Workspace.Workspace).While(states.Workspace.Project);
    }

    public static Decision Decide(SuggestionContext states, ImportRefactoringSuggestion command, CommandContext context)
    {
        var imported = new RefactoringSuggestionImported(
            command.SuggestionId, command.ProjectId, command.WorkspaceId, command.SnapshotId, command.Type, command.Severity, command.Title, command.Description, command.AffectedFiles,
            command.SuggestedPrompt, command.Status, command.CreatedAt);
        return states.Suggestion.Imported is { } before ? Again(AreEqual(before, imported), states.Suggestion.Position, $"suggestion {command.SuggestionId}")
            : Fault(states.Workspace, command.ProjectId, command.WorkspaceId, context) is { } fault ? fault
            : Decision.Of(states.Suggestion, imported).While(states.Workspace.Workspace).While(states.Workspace.Project);
    }

    private static bool AreEqual(RefactoringSuggestionImported one, RefactoringSuggestionImported other) =>
        one with { AffectedFiles = null } == other with { AffectedFiles = null }
        && (one.AffectedFiles is null ? other.AffectedFiles is null : other.AffectedFiles is not null && one.AffectedFiles.SequenceEqual(other.AffectedFiles));

    private static Decision Again(bool isSame, long position, string what) =>
        isSame ? Decision.Before(position) : new Problem(409, "conflict", $"The {what} was imported with other content. Imports do not change what was imported.");

    private static Problem? Fault(WorkspaceContext workspace, Guid projectId, Guid workspaceId, CommandContext context) =>
        !workspace.Project.IsOpenTo(context) ? FastestProblems.ProjectNotFound(projectId)
        : !workspace.IsOpenTo(context) || workspace.Workspace.Created!.ProjectId != projectId ? FastestProblems.Invalid("workspace_id", $"The project has no workspace {workspaceId}.")
        : null;
}
