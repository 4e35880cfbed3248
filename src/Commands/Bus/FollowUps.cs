using EventSourced.Contracts;

namespace EventSourced.Commands.Bus;

/// <summary>Messages of commands that follow from something else.</summary>
public static class FollowUps
{
    /// <summary>Who asks for follow-ups.</summary>
    public const string Actor = "follow-up";

    /// <summary>The message of a command, under an id that follows from its cause and the command's name.</summary>
    /// <param name="command">The command.</param>
    /// <param name="cause">What asks for it: the id of an event, or of another command.</param>
    /// <param name="at">When the cause was recorded.</param>
    public static CommandEnvelope Envelope(ICommand command, string cause, DateTimeOffset at) =>
        CommandEnvelope.For(command, DerivedId.Of($"{cause} {CommandCatalog.NameOf(command.GetType())}"), Actor, at);
}
