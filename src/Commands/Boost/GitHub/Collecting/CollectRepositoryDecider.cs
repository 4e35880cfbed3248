using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.Contracts.Boost;
using FluentValidation;
using MediatR;

namespace EventSourced.Commands.Boost.GitHub.Collecting;

/// <summary>Decides about runs of the collector: one at a time for a repository.</summary>
internal sealed class CollectRepositoryDecider : IDecider<CollectorState, CollectRepository>
{
    public static CollectorState StreamOf(CollectRepository command) => new(command.Owner, command.Name);

    public static Decision Decide(CollectorState state, CollectRepository command, CommandContext context)
    {
        if (state.Open is { } open && open.IsRunningAt(context.Now)) return Decision.Nothing.Answer(new { CollectionId = open.Id, Status = "running" });
        var id = DerivedId.Of($"{context.CommandId} {state.Stream}");
        return Decision.Of(state, new CollectionRequested(id, command.Owner, command.Name)).Answer(new { CollectionId = id, Status = "queued" });
    }
}

internal sealed class CollectRepositoryValidator : AbstractValidator<CollectRepository>
{
    public CollectRepositoryValidator() => RuleFor(c => c.Owner).RepositoryOwner(c => c.Name);
}

/// <summary>Asks for a run for each repository of the setting.</summary>
internal sealed class CollectRepositoriesHandler(CommandStates states, GitHubOptions options) : IRequestHandler<Handle<CollectRepositories>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<CollectRepositories> request, CancellationToken cancellationToken)
    {
        var queued = 0;
        foreach (var repository in options.Repositories.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var (owner, name) = RepositoryKey.Split(repository)!.Value;
            var command = new CollectRepository(owner, name);
            var state = await states.LoadAsync(CollectRepositoryDecider.StreamOf(command), cancellationToken);
            // When somebody has asked for a run meanwhile, that one is as good.
            if (await states.TryAppendAsync(request.Context, CollectRepositoryDecider.Decide(state, command, request.Context), cancellationToken) is not null) queued++;
        }
        return new CommandResult.Completed(0, new { Queued = queued });
    }
}

/// <summary>Ends a run whose retries are exhausted.</summary>
internal sealed class FailCollectionHandler(CommandStates states) : IRequestHandler<Handle<FailCollection>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<FailCollection> request, CancellationToken cancellationToken)
    {
        var command = request.Command;
        var state = await states.LoadAsync(new CollectorState(command.Owner, command.Name), cancellationToken);
        var decision = state.Open?.Id == command.CollectionId
            ? Decision.Of(state, new CollectionEnded(command.CollectionId, command.Owner, command.Name, null, 0, 0, [command.Error]))
            : Decision.Nothing;
        return await states.CompleteAsync(request.Context, decision, cancellationToken);
    }
}
