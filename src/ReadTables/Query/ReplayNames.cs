namespace EventSourced.ReadTables.Query;

/// <summary>Names of replays.</summary>
public static class ReplayNames
{
    /// <summary>
    /// Whether a name is valid for a replay: up to 30 lower-case letters, digits and underscores, starting with a letter and not with <c>pg_</c>, which PostgreSQL
    /// reserves.
    /// </summary>
    /// <param name="name">The name.</param>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= 30 && !name.StartsWith("pg_", StringComparison.Ordinal) && name != "pg" && char.IsAsciiLetterLower(name[0]) && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');

    /// <summary>The schema of a module's tables in a replay.</summary>
    /// <param name="name">The replay.</param>
    /// <param name="module">The module.</param>
    public static string SchemaOf(string name, string module) => $"{name}_{module}";
}
