using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.Deployments;
using EventSourced.Commands.Fastest.Infrastructure;
using EventSourced.Commands.Fastest.Workspaces;
using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Text;
using EventSourced.Contracts;
using EventSourced.Contracts.Fastest;
using FluentValidation;

namespace EventSourced.Commands.Fastest.ActionItems;

/// <summary>Decides about action items and their runs (specification, 2.9).</summary>
internal sealed class ActionItemDecider :
    IJointDecider<WorkspaceContext, DismissActionItem>, IJointDecider<WorkspaceContext, QueueRun>, IJointDecider<WorkspaceContext, BeginRun>,
    IJointDecider<WorkspaceContext, RecordAttempt>, IJointDecider<WorkspaceContext, ApplyRun>, IJointDecider<WorkspaceDeployment, QueueDeploymentRun>
{
    private const string BuildFailure = "build_failure";
    private const int MaxAttempts = 3;
    private const int ReportLength = 20_000, SummaryLength = 800, SummaryLines = 3;

    public static ValueTask<WorkspaceContext> LoadAsync(IStateSource source, DismissActionItem command, CancellationToken cancellationToken) =>
        WorkspaceContext.LoadAsync(source, command.WorkspaceId, cancellationToken);

    public static ValueTask<WorkspaceContext> LoadAsync(IStateSource source, QueueRun command, CancellationToken cancellationToken) =>
        WorkspaceContext.LoadAsync(source, command.WorkspaceId, cancellationToken);

    public static ValueTask<WorkspaceDeployment> LoadAsync(IStateSource source, QueueDeploymentRun command, CancellationToken cancellationToken) =>
        WorkspaceDeployment.LoadAsync(source, command.WorkspaceId, command.DeploymentId, cancellationToken);

    public static ValueTask<WorkspaceContext> LoadAsync(IStateSource source, BeginRun command, CancellationToken cancellationToken) =>
        WorkspaceContext.LoadAsync(source, command.WorkspaceId, cancellationToken);

    public static ValueTask<WorkspaceContext> LoadAsync(IStateSource source, RecordAttempt command, CancellationToken cancellationToken) =>
        WorkspaceContext.LoadAsync(source, command.WorkspaceId, cancellationToken);

    public static ValueTask<WorkspaceContext> LoadAsync(IStateSource source, ApplyRun command, CancellationToken cancellationToken) =>
        WorkspaceContext.LoadAsync(source, command.WorkspaceId, cancellationToken);

    public static Decision Decide(WorkspaceContext states, DismissActionItem command, CommandContext context)
    {
        if (!states.IsOpenTo(context)) return FastestProblems.WorkspaceNotFound(command.WorkspaceId);
        if (states.Workspace.ActionItems.Item(command.ItemId) is not { } item) return ItemNotFound(command.ItemId);
        return item.Status switch
        {
            ItemStatus.Dismissed => Decision.Nothing,
            ItemStatus.Pending => Decision.Of(states.Workspace, new ActionItemDismissed(command.WorkspaceId, command.ItemId)),
            _ => InvalidState($"The item is {item.Status}: only a pending one can be dismissed."),
        };
    }

    public static Decision Decide(WorkspaceContext states, QueueRun command, CommandContext context)
    {
        if (!states.IsOpenTo(context)) return FastestProblems.WorkspaceNotFound(command.WorkspaceId);
        var workspace = states.Workspace;
        if (workspace.ActionItems.Item(command.ItemId) is not { } item) return ItemNotFound(command.ItemId);
        return QueueFault(workspace, item) is { } fault ? fault
            : Decision.Of(workspace, Queued(states, item.Id, context)).While(states.Project).Answer(new { RunId = context.CommandId });
    }

    public static Decision Decide(WorkspaceDeployment states, QueueDeploymentRun command, CommandContext context)
    {
        var (place, deployment) = states;
        if (!place.IsOpenTo(context) || deployment.Started?.WorkspaceId != command.WorkspaceId)
            return DeploymentDecider.DeploymentNotFound(command.DeploymentId);
        if (deployment.Finished is not { Status: DeploymentStatus.Failed } failed) return InvalidState("The deployment has not failed: it needs no run.");
        var (workspace, id) = (place.Workspace, DerivedId.Of($"fastest.action_item_of_deployment {command.DeploymentId}"));
        var known = workspace.ActionItems.Item(id);
        if (QueueFault(workspace, known) is { } fault) return fault;
        List<IEvent> events = [];
        if (known is null)
            events.Add(new ActionItemsFound(workspace.WorkspaceId, place.Project.ProjectId, "deployment", [new(id, BuildFailure, "critical", "Analyze build failure", failed.Error, [], null, null)]));
        return Decision.Of(workspace, [.. events, Queued(place, id, context)]).While(place.Project).Answer(new { RunId = context.CommandId });
    }

    /// <summary>Why no run of an item can be queued, or null. An item that does not exist yet has no fault of its own.</summary>
    private static Problem? QueueFault(WorkspaceState workspace, KnownItem? item) =>
        item is { IsOpen: false } ? InvalidState($"The item is {item.Status}: it needs no run.")
        : item is not null && workspace.ActionItems.IsBusy(item.Id) ? InvalidState("A run of this item is queued or running. Wait until it has ended.")
        : workspace.Conversations.Count == 0 ? InvalidState("The workspace has no conversation. Start one with POST /v1/conversations.") : null;

    private static RunQueued Queued(WorkspaceContext states, Guid itemId, CommandContext context) =>
        new(context.CommandId, itemId, states.Workspace.WorkspaceId, states.Project.ProjectId, MaxAttempts);

    public static Decision Decide(WorkspaceContext states, BeginRun command, CommandContext context)
    {
        if (Find(states, command.RunId, context, out var run) is { } fault) return fault;
        if (run!.Status != ItemStatus.Queued) return InvalidState($"The run is {run.Status}: only a queued one begins.");
        return states.Workspace.CurrentManifestHash is { } tree
            ? Decision.Of(states.Workspace, new RunStarted(run.Id, run.ItemId, command.WorkspaceId, tree)).Answer(new { Status = ItemStatus.Running, BaseManifestHash = tree })
            : Decision.Of(states.Workspace, new RunFailed(run.Id, run.ItemId, command.WorkspaceId, "Workspace has no manifest hash")).Answer(new { Status = ItemStatus.Failed });
    }

    public static Decision Decide(WorkspaceContext states, RecordAttempt command, CommandContext context)
    {
        if (Find(states, command.RunId, context, out var run) is { } fault) return fault;
        if (run!.Status != ItemStatus.Running) return InvalidState($"The run is {run.Status}: only a running one has attempts.");
        var attempt = run.Attempts + 1;
        // Without a check nothing proves that the change works.
        var isReady = command.Checks.Count > 0 && command.Checks.All(c => c.Success) && !string.IsNullOrWhiteSpace(command.Patch);
        var status = isReady ? ItemStatus.Ready : attempt >= run.MaxAttempts ? ItemStatus.Failed : ItemStatus.Running;
        var report = command.Report is { } text ? TextCut.Head(text, ReportLength) : null;
        return Decision.Of(states.Workspace, new RunAttempted(
                run.Id, run.ItemId, command.WorkspaceId, attempt, status, command.Checks, report, SummaryOf(report), command.Patch,
                status == ItemStatus.Failed ? command.Error ?? "No attempt passed all its checks with a change." : command.Error))
            .Answer(new { Status = status, Attempt = attempt });
    }

    public static Decision Decide(WorkspaceContext states, ApplyRun command, CommandContext context)
    {
        if (Find(states, command.RunId, context, out var run) is { } fault) return fault;
        // A second call has nothing to do, so that a retry after a lost answer succeeds.
        if (run!.Status == ItemStatus.Applied) return Decision.Nothing;
        if (run.Status != ItemStatus.Ready || !run.HasPatch) return InvalidState($"The run is {run.Status}: only a ready one with a patch can be applied.");
        return states.Workspace.CurrentManifestHash == run.BaseManifestHash
            ? Decision.Of(states.Workspace, new RunApplied(run.Id, run.ItemId, command.WorkspaceId))
            : InvalidState("Workspace has changed since run was generated");
    }

    private static Problem? Find(WorkspaceContext states, Guid runId, CommandContext context, out KnownRun? run)
    {
        run = states.Workspace.ActionItems.Run(runId);
        return !states.IsOpenTo(context) || run is null ? new Problem(404, "run_not_found", $"You have no run {runId}. GET /v1/action-items/{{id}}/runs lists those of an item.") : null;
    }

    private static string? SummaryOf(string? report) => report is null ? null : TextCut.Head(string.Join('\n', report.ReplaceLineEndings("\n").Trim().Split('\n').Take(SummaryLines)), SummaryLength);

    private static Problem ItemNotFound(Guid id) => new(404, "action_item_not_found", $"You have no action item {id}. GET /v1/action-items lists yours.");

    private static Problem InvalidState(string message) => new(400, "invalid_state", message);
}

internal sealed class RecordAttemptValidator : AbstractValidator<RecordAttempt>
{
    private const int MaxChecks = 100, MaxOutput = 100_000, MaxPatch = 1_000_000, MaxReport = 200_000;

    public RecordAttemptValidator()
    {
        RuleFor(c => c.WorkspaceId).Id();
        RuleFor(c => c.Checks).NotNull().Must(c => c is null || c.Count <= MaxChecks).WithMessage($"{{PropertyName}} must have at most {MaxChecks} entries.");
        RuleForEach(c => c.Checks).ChildRules(check =>
        {
            check.RuleFor(c => c.Kind).NotEmpty().MaximumLength(FastestFields.NameLength);
            check.RuleFor(c => c.Command).NotEmpty().MaximumLength(FastestFields.PathLength);
            check.RuleFor(c => c.Output).MaximumLength(MaxOutput);
        });
        RuleFor(c => c.Report).MaximumLength(MaxReport);
        RuleFor(c => c.Patch).MaximumLength(MaxPatch);
        RuleFor(c => c.Error).MaximumLength(FastestFields.PathLength);
    }
}
