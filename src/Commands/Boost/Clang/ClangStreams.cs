namespace EventSourced.Commands.Boost.Clang;

/// <summary>Names of the streams of llvm/llvm-project.</summary>
internal static class ClangStreams
{
    /// <summary>Everything that was recorded. No decision reads it: the rows compare their values with those of each event.</summary>
    public const string Mirror = "boost/clang";

    /// <summary>An import of answers of the API.</summary>
    /// <param name="importId">The import.</param>
    public static string Import(Guid importId) => $"boost/clang-import/{importId}";
}
