using EventSourced.Contracts;

namespace EventSourced.Commands.Bus;

/// <summary>Messages of follow-ups: commands that events or other commands trigger.</summary>
public static class FollowUps
{
    /// <summary>The actor of follow-ups.</summary>
    public const string Actor = "follow-up";

    /// <summary>The message of a command, with an id that is derived from its cause and the command's name.</summary>
    /// <param name="command">The command.</param>
    /// <param name="cause">The id of the event or command that triggered it.</param>
    /// <param name="at">When the cause was recorded.</param>
    public static CommandEnvelope Envelope(ICommand command, string cause, DateTimeOffset at) =>
        CommandEnvelope.For(command, DerivedId.Of($"{cause} {CommandCatalog.NameOf(command.GetType())}"), Actor, at);
}
