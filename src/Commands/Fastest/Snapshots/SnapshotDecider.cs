using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.Projects;
using EventSourced.Commands.Fastest.Workspaces;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Fastest;
using FluentValidation;

namespace EventSourced.Commands.Fastest.Snapshots;

/// <summary>A project with the workspace that a snapshot was taken in, if any.</summary>
internal sealed record SnapshotContext(ProjectState Project, WorkspaceState? Workspace)
{
    public static async ValueTask<SnapshotContext> LoadAsync(IStateSource states, RegisterSnapshot command, CancellationToken cancellationToken) => new(
        await states.LoadAsync(new ProjectState(command.ProjectId), cancellationToken),
        command.WorkspaceId is { } id ? await states.LoadAsync(new WorkspaceState(id), cancellationToken) : null);
}

/// <summary>Decides about snapshots (specification, 1.3).</summary>
internal static class SnapshotDecider
{
    /// <summary>The parents as they are stored: without empty ones and repetitions, in the given order, which is significant.</summary>
    public static IReadOnlyList<string> ParentsOf(RegisterSnapshot command) =>
        [.. (command.ParentSnapshotIds ?? []).Where(p => !string.IsNullOrEmpty(p)).Distinct(StringComparer.Ordinal)];

    /// <summary>
    /// The decision about a snapshot that is not registered, because it is registered already or must not be; null for one that can be registered if its manifest is
    /// stored. In the order of the specification.
    /// </summary>
    public static Decision? WithoutRegistering(SnapshotContext states, RegisterSnapshot command, CommandContext context)
    {
        var (project, workspace) = states;
        if (!project.IsOpenTo(context)) return FastestProblems.ProjectNotFound(command.ProjectId);
        var parents = ParentsOf(command);
        if (workspace is not null && (workspace.Created?.ProjectId != command.ProjectId || workspace.IsDeleted))
            return FastestProblems.Invalid("workspace_id", $"The project has no workspace {command.WorkspaceId}.");
        if (parents.FirstOrDefault(p => !project.Snapshots.ContainsKey(p)) is { } unknown)
            return FastestProblems.Invalid("parent_snapshot_ids", $"The project has no snapshot {unknown}.");
        if (command.SnapshotId is not { } id || !project.Snapshots.TryGetValue(id, out var before)) return MovedOn(workspace, command) is { } moved ? moved : (Decision?)null;
        return before.ManifestHash == command.ManifestHash && before.Facts.ParentSnapshotIds.SequenceEqual(parents)
            ? Decision.Before(before.Position).Answer(new { SnapshotId = id, Created = false })
            : Taken(id);
    }

    // Of two pushes at the same time the second would undo the changes of the first.
    private static Problem? MovedOn(WorkspaceState? workspace, RegisterSnapshot command) =>
        workspace is null || command.ExpectedHead is not { } expected || (workspace.CurrentSnapshotId ?? "") == expected ? null
        : new(409, "concurrent_modification", $"The workspace has the snapshot {workspace.CurrentSnapshotId ?? "none"} by now, and not {(expected.Length == 0 ? "none" : expected)}: somebody else registered one. Read it, then register yours again.");

    /// <summary>Registers a snapshot and moves the pointer of its workspace, in one transaction over both streams.</summary>
    public static Decision Register(SnapshotContext states, RegisterSnapshot command, string id)
    {
        var (project, workspace) = states;
        var registered = Decision.Of(project, new SnapshotRegistered(command.ProjectId, id, command.ManifestHash, ParentsOf(command), command.WorkspaceId, command.Source, command.Summary))
            .Answer(new { SnapshotId = id, Created = true });
        return workspace is null ? registered : registered.And(workspace, new WorkspaceHeadMoved(workspace.WorkspaceId, id, command.ManifestHash));
    }

    public static Problem Taken(string id) => new(409, "conflict", $"Snapshot {id} is registered with another manifest, other parents or in another project. Use a new id.");

    public static Problem NoManifest(string hash) => new(422, "manifest_not_found", $"The manifest {hash} is not stored. Upload it with PUT /v1/blobs/manifests/{hash}, then register the snapshot again.");
}

internal sealed class RegisterSnapshotValidator : AbstractValidator<RegisterSnapshot>
{
    private const int MaxParents = 1_000;

    public RegisterSnapshotValidator()
    {
        RuleFor(c => c.ProjectId).Id();
        RuleFor(c => c.ManifestHash).NotNull().Hash();
        RuleFor(c => c.SnapshotId).Length(1, FastestFields.IdLength).Must(id => id is null || !id.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
            .WithMessage($"{{PropertyName}} must have 1 to {FastestFields.IdLength} characters, and no spaces or control characters.");
        RuleFor(c => c.ParentSnapshotIds).Must(p => p is null || p.Count <= MaxParents).WithMessage($"{{PropertyName}} must have at most {MaxParents} entries.");
        RuleFor(c => c.ExpectedHead).MaximumLength(FastestFields.IdLength);
        RuleFor(c => c.ExpectedHead).Null().When(c => c.WorkspaceId is null).WithMessage("{PropertyName} needs a workspace_id.");
        RuleFor(c => c.Summary).MaximumLength(1_000);
        RuleFor(c => c.Source).Must(s => s is "cli" or "web" or "system" or "import").WithMessage("{PropertyName} must be cli, web, system or import.");
    }
}
