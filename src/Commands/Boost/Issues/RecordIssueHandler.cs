using EventSourced.Commands.Boost.Repositories;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Boost;
using MediatR;

namespace EventSourced.Commands.Boost.Issues;

/// <summary>Records an issue with its comments.</summary>
internal sealed class RecordIssueHandler(CommandStates states, StateReader reader) : IRequestHandler<Handle<RecordIssue>, CommandResult>
{
    public Task<CommandResult> Handle(Handle<RecordIssue> request, CancellationToken cancellationToken) =>
        RecordedNumber.CompleteAsync(states, reader, request.Command.Owner, request.Command.Name, NumberFacts.Of(request.Command), request.Context, cancellationToken);
}

/// <summary>Records a pull request with its comments.</summary>
internal sealed class RecordPullRequestHandler(CommandStates states, StateReader reader) : IRequestHandler<Handle<RecordPullRequest>, CommandResult>
{
    public Task<CommandResult> Handle(Handle<RecordPullRequest> request, CancellationToken cancellationToken) =>
        RecordedNumber.CompleteAsync(states, reader, request.Command.Owner, request.Command.Name, NumberFacts.Of(request.Command), request.Context, cancellationToken);
}

/// <summary>Completes a command about one number in the way of an import, as a batch of one. The streams are read without the cache, whose states a decision must not change.</summary>
internal static class RecordedNumber
{
    public static async Task<CommandResult> CompleteAsync(
        CommandStates states, StateReader reader, string owner, string name, NumberFacts facts, CommandContext context, CancellationToken cancellationToken)
    {
        if ((await states.LoadAsync(new RepositoryState(owner, name), cancellationToken)).Recorded is not { } repository)
            return new CommandResult.Rejected(RepositoryState.NotFound(owner, name));
        var pending = new PendingAppends(context.Metadata);
        var batch = new NumberBatch(reader, repository);
        await batch.DecideAsync([facts], pending, cancellationToken);
        if (batch.Conflict is { Problem: var problem }) return new CommandResult.Rejected(problem);
        var counts = batch.Counts;
        return await states.CompleteAsync(context with { Now = pending.Metadata.RecordedAt }, Decision.Of(pending.Appends).Answer(new
        {
            facts.Number,
            IsNew = counts.New > 0,
            IsChanged = counts.Changed > 0,
            counts.NewComments,
            counts.ChangedComments,
            OlderThanKnown = counts.Older,
        }), cancellationToken);
    }
}
