using System.Text;

namespace EventSourced.Commands.Boost;

/// <summary>The limit of paths and names of headers: they are indexed, and PostgreSQL refuses longer ones in an index.</summary>
internal static class PathLimit
{
    /// <summary>Most bytes in UTF-8.</summary>
    public const int Bytes = 2_500;

    /// <summary>Whether a path is within the limit. No path is.</summary>
    /// <param name="path">The path, or null.</param>
    public static bool IsShort(string? path) => path is null || path.Length <= Bytes / 3 || Encoding.UTF8.GetByteCount(path) <= Bytes;
}
