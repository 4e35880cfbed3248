using System.Text.Json;
using EventSourced.Contracts;

namespace EventSourced.Commands.Bus;

/// <summary>What orders commands: those of one scope are handled one after another, in the order in which they were accepted.</summary>
public static class CommandScope
{
    private static readonly string[] s_members = ["community_id", "export_id", "session_id"];

    /// <summary>The scope of a command; null where it has none and runs beside all others.</summary>
    /// <param name="name">Name of the command.</param>
    /// <param name="body">The command as JSON.</param>
    public static string? Of(string name, JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object) return null;
        foreach (var member in s_members)
            if (body.TryGetProperty(member, out var id) && id.ValueKind == JsonValueKind.String)
                return $"{name.AsSpan(0, Math.Max(name.IndexOf('.'), 0))}/{id.GetString()}";
        return null;
    }

    /// <summary>A command with its scope, which a command of another sender may lack.</summary>
    /// <param name="envelope">The command.</param>
    public static CommandEnvelope WithScope(this CommandEnvelope envelope) => envelope.Scope is null ? envelope with { Scope = Of(envelope.Name, envelope.Body) } : envelope;

    /// <summary>What a command is ordered by: its scope, or its id when it has none.</summary>
    /// <param name="envelope">The command.</param>
    internal static string OrderKey(this CommandEnvelope envelope) => envelope.WithScope().Scope ?? envelope.CommandId.ToString();
}
