namespace EventSourced.Commands.Fastest.Trees;

/// <summary>
/// The order of paths in a manifest: by their UTF-8 bytes (§1.2). It differs from the ordinal order of strings only in characters beyond the basic plane, which UTF-16
/// writes as surrogates, below U+E000.
/// </summary>
public sealed class PathOrder : IComparer<string>
{
    /// <summary>The only instance.</summary>
    public static PathOrder Instance { get; } = new();

    private PathOrder()
    {
    }

    /// <inheritdoc/>
    public int Compare(string? x, string? y) => Compare(x.AsSpan(), y.AsSpan());

    /// <summary>Compares two paths as <see cref="Compare(string, string)"/> does.</summary>
    internal static int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var common = left.CommonPrefixLength(right);
        return common == left.Length || common == right.Length ? left.Length - right.Length : Rank(left[common]) - Rank(right[common]);
    }

    private static int Rank(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
}
