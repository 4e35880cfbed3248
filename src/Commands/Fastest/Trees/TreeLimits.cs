namespace EventSourced.Commands.Fastest.Trees;

/// <summary>How large a tree may be: comparisons and merges hold up to three trees in memory.</summary>
public static class TreeLimits
{
    /// <summary>Most entries of a tree that is pushed, uploaded or imported.</summary>
    public const int MaxEntries = 500_000;

    /// <summary>The limit in words, with what to do.</summary>
    public static string Sentence { get; } = FormattableString.Invariant($"a tree has at most {MaxEntries:N0} entries. Leave generated files out (.fstignore), or make several projects of it");

    /// <summary>The first entry over the limit.</summary>
    /// <param name="position">The byte at which it starts, or its line.</param>
    internal static ManifestException TooMany(long position) => new(Sentence + ".", MaxEntries, position);
}
