using EventSourced.Commands.Bus;
using EventSourced.Contracts;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace EventSourced.Workers.Consumers;

/// <summary>
/// Moves commands that this build does not know to a queue of their own. Processes of a newer build send such commands during a rolling upgrade; a worker of that build
/// moves them back (<see cref="Relaying.FormerQueues"/>). To reject them would lose them, and to hold them would block the worker.
/// </summary>
/// <param name="catalog">The commands of this build.</param>
/// <param name="sender">The bus.</param>
/// <param name="options">Name of the queue, and how long a command stays in it.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Log.</param>
public sealed partial class UnknownCommands(CommandCatalog catalog, IBusSender sender, BusOptions options, TimeProvider time, ILogger<UnknownCommands> logger)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    /// <summary>Moves the command of a message if this build does not know it.</summary>
    /// <param name="context">The message.</param>
    /// <returns>Whether it was moved: then nothing else is to be done.</returns>
    public async Task<bool> TryMoveAsync(ConsumeContext<CommandEnvelope> context)
    {
        var command = context.Message;
        // Without a broker there is only one build.
        if (options.InMemory || options.UnknownCommandLimit <= TimeSpan.Zero || Knows(command) || Storable.FaultOf(command.Name) is not null) return false;
        var unknown = new UnknownCommand(command, time.GetUtcNow());
        while (true)
        {
            try
            {
                await sender.SendAsync(options.UnknownCommands, unknown, command.CommandId, context.CancellationToken);
                Moved(command.CommandId, command.Name, options.UnknownCommands);
                return true;
            }
            catch (BusUnavailableException)
            {
                // When the broker is gone, it cancels the message and delivers it again.
                await Task.Delay(s_pause, time, context.CancellationToken);
            }
        }
    }

    /// <summary>Whether this build has a command of that name.</summary>
    /// <param name="command">The command.</param>
    internal bool Knows(CommandEnvelope command) => catalog.Find(command.Name) is not null;

    /// <summary>Whether a command has waited so long that it is rejected.</summary>
    /// <param name="unknown">The command.</param>
    internal bool IsExpired(UnknownCommand unknown) => time.GetUtcNow() - unknown.Since >= options.UnknownCommandLimit;

    [LoggerMessage(LogLevel.Warning, "Command {Id} ({Name}) is not known to this build and was moved to {Queue}, where it waits for a worker of a newer build.")]
    private partial void Moved(Guid id, string name, string queue);
}

/// <summary>A command that the build of a worker did not know.</summary>
/// <param name="Command">The command.</param>
/// <param name="Since">When it was moved.</param>
internal sealed record UnknownCommand(CommandEnvelope Command, DateTimeOffset Since);
