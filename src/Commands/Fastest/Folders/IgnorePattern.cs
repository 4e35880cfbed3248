namespace EventSourced.Commands.Fastest.Folders;

/// <summary>
/// One line of <c>.fstignore</c> (§1.2). A pattern without a slash is compared with the name of an entry at any depth; one with a slash with its path from the root.
/// </summary>
/// <param name="Text">The text without the marks, and without its star.</param>
/// <param name="IsNegated"><c>!</c>: what it matches is not ignored.</param>
/// <param name="OnlyDirectories">Trailing <c>/</c>: it matches directories only.</param>
/// <param name="StarsAtStart"><c>*text</c>: what ends with the text.</param>
/// <param name="StarsAtEnd"><c>text*</c>: what starts with the text.</param>
internal sealed record IgnorePattern(string Text, bool IsNegated, bool OnlyDirectories, bool StarsAtStart, bool StarsAtEnd)
{
    private bool IsPath => Text.Contains('/');

    /// <summary>Reads a line that is neither empty nor a comment.</summary>
    /// <returns>The pattern, or null if a star stands elsewhere than at one end.</returns>
    public static IgnorePattern? Parse(string line)
    {
        var (negated, text) = line[0] == '!' ? (true, line[1..]) : (false, line);
        var only = text.EndsWith('/');
        text = text.TrimEnd('/');
        var (start, end) = (text.StartsWith('*'), text.Length > 1 && text.EndsWith('*'));
        var bare = text[(start ? 1 : 0)..(end ? ^1 : ^0)];
        if (text.Length == 0 || bare.Contains('*') || start && end) return null;
        // A leading slash only says that the rest is a path from the root.
        return new(bare.StartsWith('/') && bare.AsSpan(1).Contains('/') ? bare[1..] : bare, negated, only, start, end);
    }

    public bool Matches(string path, bool isDirectory)
    {
        if (OnlyDirectories && !isDirectory) return false;
        // "/name" is a path of one part.
        var isAnchored = Text.StartsWith('/');
        var text = isAnchored ? Text.AsSpan(1) : Text;
        var subject = isAnchored || IsPath ? path : path.AsSpan(path.LastIndexOf('/') + 1);
        return StarsAtStart ? subject.EndsWith(text, StringComparison.Ordinal)
            : StarsAtEnd ? subject.StartsWith(text, StringComparison.Ordinal)
            : subject.SequenceEqual(text);
    }
}
