using System.Text.Json;
using EventSourced.Contracts;

namespace EventSourced.Commands.Bus;

/// <summary>What orders commands: those of one scope are handled one after another, in the order in which they were accepted.</summary>
public static class CommandScope
{
    /// <summary>A command of an earlier version with its scope, which its message lacks.</summary>
    /// <param name="envelope">The command.</param>
    /// <param name="commands">The commands of this build.</param>
    public static CommandEnvelope WithScope(this CommandEnvelope envelope, CommandCatalog commands)
    {
        if (envelope.Scope is not null || commands.Find(envelope.Name) is not { } declared) return envelope;
        try
        {
            return envelope.Body.Deserialize(declared.Type, CommandCatalog.Json) is ICommand command ? envelope with { Scope = declared.ScopeOf(command) } : envelope;
        }
        catch (JsonException)
        {
            // Whoever runs it says what is wrong.
            return envelope;
        }
    }

    /// <summary>What a command is ordered by: its scope, or its id when it has none.</summary>
    /// <param name="envelope">The command.</param>
    internal static string OrderKey(this CommandEnvelope envelope) => envelope.Scope ?? envelope.CommandId.ToString();
}
