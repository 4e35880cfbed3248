using EventSourced.Contracts;
using EventSourced.EventStore;

namespace EventSourced.Commands.Pipeline;

/// <summary>An exception whose message quotes nothing: it may be told whatever the command.</summary>
public interface ITellable;

/// <summary>
/// What may be told of a failure. An exception may quote what a command tells of a person, or what an event does that a follow-up works on: of such commands,
/// logs, traces, the ledger and the error queue learn its type only.
/// </summary>
public static class Discretion
{
    /// <summary>Whether only the type of an exception may be told.</summary>
    /// <param name="command">The command that failed; null for one that nobody knows.</param>
    /// <param name="exception">What it failed of.</param>
    public static bool IsDue(Type? command, Exception exception) =>
        command is not null && exception is not ITellable && (command.IsAssignableTo(typeof(IFollowUp)) || PersonalData.Holds(command));

    /// <summary>The failure in a line.</summary>
    /// <inheritdoc cref="IsDue"/>
    public static string Tell(Type? command, Exception exception) => IsDue(command, exception)
        ? $"{exception.GetType().Name}, whose message is not told because the command holds personal data"
        : $"{exception.GetType().Name}: {exception.Message}";
}
