using System.Text;

namespace EventSourced.Commands.Fastest.Atlas;

/// <summary>Which concepts a file belongs to (§3.7).</summary>
internal static class AtlasPaths
{
    public const string Root = "root";

    private const int MaxPathBytes = 2_000;

    private static readonly string[] s_skipped = ["node_modules", "dist", "build", "coverage"];

    /// <summary>
    /// Why a file is left out of the Atlas, or null. Only the first part of its path counts; that of a top-level file is its name. Paths beyond the length are those that an index
    /// of the database cannot hold.
    /// </summary>
    public static string? SkipReason(string path)
    {
        var first = path.Split('/', 2)[0];
        return first.StartsWith('.') || s_skipped.Contains(first, StringComparer.Ordinal) ? AtlasSkips.IgnoredPath
            : Encoding.UTF8.GetByteCount(path) > MaxPathBytes ? AtlasSkips.PathTooLong : null;
    }

    /// <summary>Key of the system that has the file; null at the top level.</summary>
    public static string? System(string path) => path.Contains('/') ? path.Split('/', 2)[0] : null;

    /// <summary>Key of the module that has the file; null at the top level.</summary>
    public static string? Module(string path) => path.Split('/') switch
    {
        [_] => null,
        [var first, _] => first,
        [var first, var second, ..] => $"{first}/{second}",
        _ => throw new ArgumentException("A path has parts.", nameof(path)),
    };

    public static string Code(string path) => $"code:{path}";
}
