using EventSourced.Commands.Fastest.Trees;

namespace EventSourced.Cli.Fastest;

/// <summary>Names of files for a terminal.</summary>
internal static class Names
{
    /// <summary>A name without control characters.</summary>
    public static string Shown(string name) => TreePath.Printable(name);

    /// <summary>The first names of a list, and how many more there are.</summary>
    public static string First(IReadOnlyList<string> names, int most) =>
        string.Join(", ", names.Take(most).Select(Shown)) + (names.Count > most ? $" and {Output.Figures.Count(names.Count - most)} more" : "");
}
