using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.Workspaces;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Fastest;
using FluentValidation;

namespace EventSourced.Commands.Fastest.Infrastructure;

/// <summary>Decides how workspaces are deployed (specification, 2.10).</summary>
internal sealed class DeploymentSettingsDecider : IJointDecider<WorkspaceContext, WriteDeploymentSettings>
{
    public static ValueTask<WorkspaceContext> LoadAsync(IStateSource source, WriteDeploymentSettings command, CancellationToken cancellationToken) =>
        WorkspaceContext.LoadAsync(source, command.WorkspaceId, cancellationToken);

    public static Decision Decide(WorkspaceContext states, WriteDeploymentSettings command, CommandContext context) =>
        !states.IsOpenTo(context) ? FastestProblems.WorkspaceNotFound(command.WorkspaceId)
        : Decision.Of(states.Workspace, new DeploymentSettingsWritten(
            command.WorkspaceId, command.AutoDeploy, FastestFields.Trimmed(command.RuntimeOverride), FastestFields.Trimmed(command.BuildCommand), FastestFields.Trimmed(command.StartCommand)));
}

internal sealed class WriteDeploymentSettingsValidator : AbstractValidator<WriteDeploymentSettings>
{
    private const int MaxCommand = 4_000;

    public WriteDeploymentSettingsValidator()
    {
        RuleFor(c => c.WorkspaceId).Id();
        RuleFor(c => c.RuntimeOverride).MaximumLength(FastestFields.NameLength);
        RuleFor(c => c.BuildCommand).MaximumLength(MaxCommand);
        RuleFor(c => c.StartCommand).MaximumLength(MaxCommand);
    }
}
