using System.Text;

namespace EventSourced.Commands.Fastest.Trees;

/// <summary>The paths of a tree in memory, whose texts another tree with nearly the same paths takes instead of its own. Both are in order, so one look ahead finds an equal path.</summary>
/// <param name="tree">The tree in memory.</param>
internal sealed class SharedPaths(FileTree tree)
{
    private const int MaxOnStack = 512;

    private int _next;

    /// <summary>The text of a path.</summary>
    /// <param name="ascii">The path, in ASCII.</param>
    public string Take(ReadOnlySpan<byte> ascii)
    {
        if (ascii.Length > MaxOnStack) return Take(Encoding.ASCII.GetString(ascii));
        Span<char> path = stackalloc char[MaxOnStack];
        path = path[..Encoding.ASCII.GetChars(ascii, path)];
        return Find(path) ?? path.ToString();
    }

    /// <summary>The text of a path.</summary>
    /// <param name="path">The path.</param>
    public string Take(string path) => Find(path) ?? path;

    private string? Find(ReadOnlySpan<char> path)
    {
        for (; _next < tree.Entries.Count; _next++)
        {
            var other = tree.Entries[_next].Path;
            var order = PathOrder.Compare(other, path);
            if (order >= 0) return order == 0 ? other : null;
        }
        return null;
    }
}
