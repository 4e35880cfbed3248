namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>What a word does to the analysis of a message.</summary>
[Flags]
internal enum Roles : byte
{
    None = 0,
    Positive = 1,
    Negative = 2,
    Negation = 4,
    Conflict = 8,
    Urgency = 16,
    Request = 32,
    Stop = 64,
}

internal static class RolesExtensions
{
    /// <summary>Whether one role is among these. Unlike <see cref="Enum.HasFlag"/> it allocates in no build.</summary>
    public static bool Has(this Roles roles, Roles one) => (roles & one) != 0;
}

/// <summary>What a word means in a message of one language.</summary>
/// <param name="Roles">Its roles.</param>
/// <param name="Themes">Its themes, one bit each.</param>
internal readonly record struct Reading(Roles Roles, uint Themes);
