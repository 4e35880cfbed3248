using EventSourced.Contracts;
using EventSourced.EventStore.Personal;

namespace EventSourced.Commands.Pipeline;

/// <summary>An exception whose message quotes no data: it may be logged for every command.</summary>
public interface ISafeToLog;

/// <summary>
/// Redacts exceptions. A message may quote personal data of a command, or of an event that a follow-up processes. For such commands, logs, traces, the ledger
/// and the error queue get only the exception's type.
/// </summary>
public static class ErrorRedaction
{
    /// <summary>Whether only the type of an exception may be logged.</summary>
    /// <param name="command">The command that failed; null for an unknown one.</param>
    /// <param name="exception">The exception.</param>
    public static bool IsRequired(Type? command, Exception exception) =>
        command is not null && exception is not ISafeToLog && (command.IsAssignableTo(typeof(IFollowUp)) || PersonalData.Holds(command));

    /// <summary>Describes the failure in a line.</summary>
    /// <inheritdoc cref="IsRequired"/>
    public static string Describe(Type? command, Exception exception) => IsRequired(command, exception)
        ? $"{exception.GetType().Name}, whose message is withheld because the command holds personal data"
        : $"{exception.GetType().Name}: {exception.Message}";
}
