using EventSourced.EventStore;

namespace EventSourced.Commands.Pipeline;

/// <summary>The end of nearly every handler.</summary>
internal static class Completing
{
    /// <summary>Appends the events together with the outcome of the command.</summary>
    public static async Task<CommandResult> CompleteAsync(
        this IEventStore store, CommandContext context, IReadOnlyList<StreamAppend> streams, object? result, CancellationToken cancellationToken)
    {
        var appended = await store.AppendAsync(new Append(streams, context.Metadata, context.Outcome(result)), cancellationToken);
        return Completed(appended, result);
    }

    /// <summary>The answer of a command whose outcome the append has stored.</summary>
    public static CommandResult Completed(AppendResult appended, object? result) => new CommandResult.Completed(appended.Position, result, IsStored: true);
}
