using System.Text.Json;
using EventSourced.Contracts;

namespace EventSourced.Commands.Bus;

/// <summary>The ordering key of commands: commands of one scope are handled one after another, in the order of their acceptance.</summary>
public static class CommandScope
{
    /// <summary>Adds the scope to a command of an earlier version, whose message lacks it.</summary>
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
            // The dispatcher refuses it and reports what is wrong.
            return envelope;
        }
    }

    /// <summary>The scope of a command, or its id when it has none.</summary>
    /// <param name="envelope">The command.</param>
    internal static string OrderKey(this CommandEnvelope envelope) => envelope.Scope ?? envelope.CommandId.ToString();
}
