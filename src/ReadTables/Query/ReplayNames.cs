namespace EventSourced.ReadTables.Query;

/// <summary>Names of replays: tables as they were at a position of the log.</summary>
public static class ReplayNames
{
    /// <summary>
    /// Whether a replay can have this name: up to 30 lower-case letters, digits and underscores, beginning with a letter. Not with <c>pg_</c>, which PostgreSQL
    /// keeps for itself.
    /// </summary>
    /// <param name="name">The name.</param>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= 30 && !name.StartsWith("pg_", StringComparison.Ordinal) && name != "pg" && char.IsAsciiLetterLower(name[0]) && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');

    /// <summary>The schema that a module's tables have in a replay.</summary>
    /// <param name="name">The replay.</param>
    /// <param name="module">The module.</param>
    public static string SchemaOf(string name, string module) => $"{name}_{module}";
}
