using System.Globalization;

namespace EventSourced.Commands.Boost.Dependencies;

/// <summary>Finds the library that a name of the dependency tool means.</summary>
public static class LibraryNames
{
    // The tool names these by their folders.
    private static readonly Dictionary<string, string> s_overrides = new(StringComparer.Ordinal)
    {
        ["logic"] = "Tribool",
        ["numeric~ublas"] = "uBLAS",
        ["numeric~interval"] = "Interval",
        ["numeric~odeint"] = "Odeint",
    };

    /// <summary>Names that a library may have in the tables, the likeliest first: the name itself, the override, with blanks and capitals, with hyphens.</summary>
    /// <param name="name">The name in the file.</param>
    public static IEnumerable<string> Candidates(string name)
    {
        yield return name;
        if (s_overrides.TryGetValue(name, out var other)) yield return other;
        if (name.Contains('~')) yield return Title(name.Replace('~', ' '));
        if (!name.Contains('_')) yield break;
        yield return Title(name.Replace('_', ' '));
        yield return name.Replace('_', '-');
    }

    private static string Title(string name) => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(name.ToLowerInvariant());
}
