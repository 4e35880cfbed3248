using EventSourced.Commands.Pipeline;
using EventSourced.EventStore;

namespace EventSourced.Commands.Pulse.Communities;

/// <summary>What all handlers of Pulse do alike.</summary>
internal static class Handling
{
    /// <summary>Appends the events together with the outcome of the command.</summary>
    public static async Task<CommandResult> CompleteAsync(
        this IEventStore store, CommandContext context, IReadOnlyList<StreamAppend> streams, object? result, CancellationToken cancellationToken)
    {
        var appended = await store.AppendAsync(new Append(streams, context.Metadata, context.Outcome(result)), cancellationToken);
        return new CommandResult.Completed(appended.Position, result);
    }
}
