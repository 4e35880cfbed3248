namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>A file cannot be read as a conversation. The message names the file, the line and the next step and quotes nothing that was said.</summary>
/// <param name="code">Stable reason, one of the constants of this class.</param>
/// <param name="message">What is wrong and what to do about it.</param>
/// <param name="file">Name of the file, or null when the caller gave none.</param>
/// <param name="line">Line of the file, from 1, or null when no line is to blame.</param>
/// <param name="inner">What was caught, if anything.</param>
public sealed class TranscriptException(string code, string message, string? file = null, int? line = null, Exception? inner = null)
    : Exception(Place(file, line) + message, inner)
{
    /// <summary>The file has no bytes, or nothing but white space.</summary>
    public const string EmptyFile = "empty_file";

    /// <summary>The bytes are no text of any encoding that is known.</summary>
    public const string NotText = "not_text";

    /// <summary>The file is larger than <see cref="TranscriptOptions.MaxBytes"/>.</summary>
    public const string TooLarge = "too_large";

    /// <summary>The file is there but cannot be opened, or is not there.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>A line does not follow the format of the file.</summary>
    public const string BadLine = "bad_line";

    /// <summary>The child says more at once than a turn can hold.</summary>
    public const string TooLong = "too_long";

    /// <summary>The file is a transcript in which nobody says anything.</summary>
    public const string NoUtterances = "no_utterances";

    /// <summary>The transcript does not tell which speaker is the child, or has no speaker of the name that was given.</summary>
    public const string ChildUnknown = "child_unknown";

    /// <summary>Stable reason: one of the constants of this class.</summary>
    public string Code { get; } = code;

    /// <summary>What is wrong and what to do about it, without the place.</summary>
    public string Reason { get; } = message;

    /// <summary>Name of the file, or null.</summary>
    public string? File { get; } = file;

    /// <summary>Line of the file, from 1, or null when no line is to blame.</summary>
    public int? Line { get; } = line;

    private static string Place(string? file, int? line) => (file, line) switch
    {
        (null, null) => "",
        (null, _) => $"Line {line}: ",
        (_, null) => $"{file}: ",
        _ => $"{file}, line {line}: ",
    };
}
