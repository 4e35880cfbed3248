using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.Contracts.Boost;
using FluentValidation;
using MediatR;

namespace EventSourced.Commands.Boost.GitHub.Collecting.Runs;

/// <summary>Decides about runs of a collector: one at a time.</summary>
internal sealed class CollectDecider : IDecider<CollectorRunState, Collect>
{
    public static CollectorRunState StreamOf(Collect command) => new(command.Collector);

    public static Decision Decide(CollectorRunState state, Collect command, CommandContext context)
    {
        if (state.Open is { } open && open.IsRunningAt(context.Now)) return Decision.Nothing.Answer(new { RunId = open.Id, Status = "running" });
        var id = DerivedId.Of($"{context.CommandId} {state.Stream}");
        return Decision.Of(state, new CollectorRunRequested(id, command.Collector)).Answer(new { RunId = id, Status = "queued" });
    }
}

internal sealed class CollectValidator : AbstractValidator<Collect>
{
    public CollectValidator() =>
        RuleFor(c => c.Collector).Must(name => name is not null && CollectorNames.All.Contains(name)).WithMessage($"{{PropertyName}} must be one of {string.Join(", ", CollectorNames.All)}.");
}

/// <summary>Asks for the runs that are due, of the collectors of the setting.</summary>
/// <param name="states">The states of the command.</param>
/// <param name="options">Which collectors run by themselves.</param>
internal sealed class DueCollectorsHandler(CommandStates states, GitHubOptions options)
    : IRequestHandler<Handle<CollectDaily>, CommandResult>, IRequestHandler<Handle<CollectWeekly>, CommandResult>, IRequestHandler<Handle<CollectMonthly>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<CollectDaily> request, CancellationToken cancellationToken)
    {
        // A monthly run that a limit ended resumes the next day.
        var stars = await states.LoadAsync(new CollectorRunState(CollectorNames.Stars), cancellationToken);
        return await AskAsync(request.Context, [CollectorNames.Usage, CollectorNames.CreatedRepos, .. stars.Marks.Count > 0 ? [CollectorNames.Stars] : Array.Empty<string>()], cancellationToken);
    }

    public Task<CommandResult> Handle(Handle<CollectWeekly> request, CancellationToken cancellationToken) => AskAsync(request.Context, [CollectorNames.Clang], cancellationToken);

    public Task<CommandResult> Handle(Handle<CollectMonthly> request, CancellationToken cancellationToken) => AskAsync(request.Context, [CollectorNames.Stars], cancellationToken);

    private async Task<CommandResult> AskAsync(CommandContext context, IReadOnlyList<string> due, CancellationToken cancellationToken)
    {
        var queued = 0;
        foreach (var command in due.Where(options.Collectors.Contains).Select(name => new Collect(name)))
        {
            var state = await states.LoadAsync(CollectDecider.StreamOf(command), cancellationToken);
            // When somebody has asked for a run meanwhile, that one is as good.
            if (await states.TryAppendAsync(context, CollectDecider.Decide(state, command, context), cancellationToken) is not null) queued++;
        }
        return new CommandResult.Completed(0, new { Queued = queued });
    }
}
