using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.Conversations;
using EventSourced.Commands.Fastest.Workspaces;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Fastest;
using FluentValidation;

namespace EventSourced.Commands.Fastest.Projects;

/// <summary>A project with its workspaces.</summary>
internal sealed record WholeProject(ProjectState Project, IReadOnlyList<WorkspaceState> Workspaces);

/// <summary>Decides about projects and their settings (specification, 2.2).</summary>
internal sealed class ProjectDecider :
    IDecider<ProjectState, CreateProject>, IDecider<ProjectState, SetMainWorkspace>, IDecider<ProjectState, WriteBrief>, IDecider<ProjectState, SetEnvVars>,
    IDecider<ProjectState, RemoveEnvVar>, IJointDecider<WholeProject, DeleteProject>
{
    public static ProjectState StreamOf(CreateProject command) => new(command.ProjectId);

    public static ProjectState StreamOf(SetMainWorkspace command) => new(command.ProjectId);

    public static ProjectState StreamOf(WriteBrief command) => new(command.ProjectId);

    public static ProjectState StreamOf(SetEnvVars command) => new(command.ProjectId);

    public static ProjectState StreamOf(RemoveEnvVar command) => new(command.ProjectId);

    public static async ValueTask<WholeProject> LoadAsync(IStateSource source, DeleteProject command, CancellationToken cancellationToken)
    {
        var project = await source.LoadAsync(new ProjectState(command.ProjectId), cancellationToken);
        List<WorkspaceState> workspaces = [];
        foreach (var id in project.Workspaces) workspaces.Add(await source.LoadAsync(new WorkspaceState(id), cancellationToken));
        return new(project, workspaces);
    }

    public static Decision Decide(ProjectState state, CreateProject command, CommandContext context)
    {
        var created = new ProjectCreated(command.ProjectId, command.OwnerUserId, command.Name.Trim());
        return !context.Owns(command.OwnerUserId) ? FastestProblems.Invalid("owner_user_id", "A user creates projects of their own only.")
            : state.Created is null ? Decision.Of(state, created).Answer(new { command.ProjectId })
            : state.Created == created && !state.IsDeleted ? Decision.Nothing.Answer(new { command.ProjectId })
            : new Problem(409, "project_id_taken", $"The id {command.ProjectId} is that of another project. Use a new one.");
    }

    public static Decision Decide(ProjectState state, SetMainWorkspace command, CommandContext context) =>
        !state.IsOpenTo(context) ? FastestProblems.ProjectNotFound(command.ProjectId)
        : !state.Workspaces.Contains(command.WorkspaceId) ? FastestProblems.Invalid("workspace_id", $"The project has no workspace {command.WorkspaceId}.")
        : state.MainWorkspaceId == command.WorkspaceId ? Decision.Nothing
        : Decision.Of(state, new ProjectMainSet(command.ProjectId, command.WorkspaceId));

    public static Decision Decide(ProjectState state, WriteBrief command, CommandContext context) =>
        !state.IsOpenTo(context) ? FastestProblems.ProjectNotFound(command.ProjectId) : Decision.Of(state, new ProjectBriefWritten(command.ProjectId, command.Intent, command.Brief));

    public static Decision Decide(ProjectState state, SetEnvVars command, CommandContext context) =>
        !state.IsOpenTo(context) ? FastestProblems.ProjectNotFound(command.ProjectId)
        : command.Variables.Count == 0 ? Decision.Nothing
        // The last of several values of one key is kept.
        : Decision.Of(state, new EnvVarsSet(command.ProjectId, [.. command.Variables.GroupBy(v => v.Key, StringComparer.Ordinal).Select(g => g.Last())]));

    public static Decision Decide(ProjectState state, RemoveEnvVar command, CommandContext context) =>
        !state.IsOpenTo(context) ? FastestProblems.ProjectNotFound(command.ProjectId)
        : !state.HasVariable(command.Key) ? new Problem(404, "env_var_not_found", $"The project has no variable {command.Key}.")
        : Decision.Of(state, new EnvVarRemoved(command.ProjectId, command.Key));

    // A second deletion has nothing to do, so that a retry after a lost answer succeeds.
    public static Decision Decide(WholeProject states, DeleteProject command, CommandContext context)
    {
        var (project, workspaces) = states;
        if (project is { IsDeleted: true, Created: { } gone } && context.Owns(gone.OwnerUserId)) return Decision.Nothing;
        if (!project.IsOpenTo(context)) return FastestProblems.ProjectNotFound(command.ProjectId);
        var deleted = Decision.Of(project, new ProjectDeleted(command.ProjectId, [.. project.Workspaces]));
        return workspaces.Aggregate(deleted, (all, workspace) => ConversationDecider.Delete(all, workspace, command.ProjectId));
    }
}

internal sealed class CreateProjectValidator : AbstractValidator<CreateProject>
{
    public CreateProjectValidator()
    {
        RuleFor(c => c.ProjectId).Id();
        RuleFor(c => c.OwnerUserId).Id();
        RuleFor(c => c.Name).Name();
    }
}

internal sealed class WriteBriefValidator : AbstractValidator<WriteBrief>
{
    public WriteBriefValidator()
    {
        RuleFor(c => c.ProjectId).Id();
        RuleFor(c => c.Intent).NotEmpty().MaximumLength(FastestFields.NameLength);
        RuleFor(c => c.Brief).NotNull().MaximumLength(200_000).StorableObject();
        RuleFor(c => c.Brief).Custom((brief, context) =>
        {
            foreach (var fault in BriefRules.FaultsOf(context.InstanceToValidate.Intent, brief)) context.AddFailure(fault);
        }).When(c => c.Brief is not null);
    }
}

internal sealed class SetEnvVarsValidator : AbstractValidator<SetEnvVars>
{
    private const int MaxVariables = 1_000;

    public SetEnvVarsValidator()
    {
        RuleFor(c => c.ProjectId).Id();
        RuleFor(c => c.Variables).NotNull().Must(v => v is null || v.Count <= MaxVariables).WithMessage($"{{PropertyName}} must have at most {MaxVariables} entries.");
        RuleForEach(c => c.Variables).ChildRules(variable =>
        {
            variable.RuleFor(v => v.Key).Must(EnvVarRules.IsKey).WithMessage("{PropertyName} must begin with a letter or underscore, and have letters, digits and underscores only.");
            variable.RuleFor(v => v.Value).NotNull().MaximumLength(EnvVarRules.MaxValue);
            variable.RuleFor(v => v.Value).Must(SecretBox.IsSealed).When(v => v.IsSecret).WithMessage("{PropertyName} of a secret must be encrypted: a secret in plain text never enters the log.");
        });
    }
}
