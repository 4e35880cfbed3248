using EventSourced.Commands.Imports;

namespace EventSourced.Commands.Boost.GitHub;

/// <summary>A file cannot be imported as answers of GitHub's API.</summary>
/// <param name="code">Stable code.</param>
/// <param name="message">What is wrong and what to do about it.</param>
/// <param name="line">Number of the entry, or null.</param>
/// <param name="inner">The cause, if any.</param>
public sealed class ApiAnswersException(string code, string message, long? line = null, Exception? inner = null) : FileImportException(code, message, line, inner: inner)
{
    /// <summary>The content is no answer of the API.</summary>
    public const string NotAnswers = "not_github_answers";

    /// <summary>An answer is an error of the API.</summary>
    public const string ApiError = "github_api_error";

    /// <summary>The file ends in the middle.</summary>
    public const string CutOff = "cut_off";

    /// <summary>The file is too large when decompressed.</summary>
    public const string TooLarge = "file_too_large";

    /// <summary>Everything is of another repository.</summary>
    public const string OtherRepository = "other_repository";
}
