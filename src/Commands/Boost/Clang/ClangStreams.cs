namespace EventSourced.Commands.Boost.Clang;

/// <summary>Names of the streams of llvm/llvm-project.</summary>
internal static class ClangStreams
{
    /// <summary>Everything that was recorded. Nothing is decided by it: the rows compare what they have with what comes.</summary>
    public const string Mirror = "boost/clang";

    /// <summary>An import of answers of the API.</summary>
    /// <param name="importId">The import.</param>
    public static string Import(Guid importId) => $"boost/clang-import/{importId}";
}
