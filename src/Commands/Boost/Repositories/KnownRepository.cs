using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Boost;
using EventSourced.EventStore;

namespace EventSourced.Commands.Boost.Repositories;

/// <summary>The repository of an import.</summary>
internal static class KnownRepository
{
    private const int MaxTries = 20;

    /// <summary>The repository as it is known; of a new one no more than the name is recorded. With the reason when it cannot be recorded.</summary>
    public static async Task<(RepositoryRecorded? Repository, Problem? Problem)> OfAsync(StateReader reader, string owner, string name, CommandContext context, CancellationToken cancellationToken)
    {
        for (var tried = 1; ; tried++)
        {
            var states = await RepositoryContext.LoadAsync(reader, owner, name, null, cancellationToken);
            if (states.Repository.Recorded is { } known) return (known, null);
            var decision = RepositoryDecider.Decide(states, new RecordRepository(owner, name), context);
            if (decision.Problem is { } problem) return (null, problem);
            try
            {
                await reader.Store.AppendAsync(new Append(decision.Appends, context.Metadata), cancellationToken);
            }
            catch (ConcurrencyException) when (tried < MaxTries)
            {
                // Somebody else recorded it, or another person.
            }
        }
    }
}
