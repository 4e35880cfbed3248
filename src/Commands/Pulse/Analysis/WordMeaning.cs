namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>The roles of a word in the analysis of a message.</summary>
[Flags]
internal enum WordRoles : byte
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
    /// <summary>Whether one role is among these. Unlike <see cref="Enum.HasFlag"/> it never allocates, in debug builds either.</summary>
    public static bool Has(this WordRoles roles, WordRoles one) => (roles & one) != 0;
}

/// <summary>The meaning of a word in a message of one language.</summary>
/// <param name="Roles">Its roles.</param>
/// <param name="Themes">Its themes, one bit each.</param>
internal readonly record struct WordMeaning(WordRoles Roles, uint Themes);
