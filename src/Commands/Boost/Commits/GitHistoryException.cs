using EventSourced.Commands.Imports;

namespace EventSourced.Commands.Boost.Commits;

/// <summary>A file cannot be imported as a history of git.</summary>
/// <param name="code">Stable code.</param>
/// <param name="message">What is wrong and what to do about it.</param>
/// <param name="line">Line or number of the entry, or null.</param>
/// <param name="inner">The cause, if any.</param>
public sealed class GitHistoryException(string code, string message, long? line = null, Exception? inner = null) : FileImportException(code, message, line, inner: inner)
{
    /// <summary>The content is no history.</summary>
    public const string NotAHistory = "not_a_git_history";

    /// <summary>The file ends in the middle.</summary>
    public const string CutOff = "cut_off";

    /// <summary>The file is too large when decompressed.</summary>
    public const string TooLarge = "file_too_large";
}
