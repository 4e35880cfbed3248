using EventSourced.Commands.Imports;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>A file cannot be read as a conversation. The message contains the file, the line and the next step, but quotes no speech.</summary>
/// <param name="code">Stable error code, one of the constants of this class.</param>
/// <param name="message">What is wrong and how to fix it.</param>
/// <param name="file">Name of the file, or null when the caller gave none.</param>
/// <param name="line">Line of the file, from 1, or null if no line is the cause.</param>
/// <param name="inner">The cause, if any.</param>
public sealed class TranscriptException(string code, string message, string? file = null, int? line = null, Exception? inner = null)
    : FileImportException(code, message, line, Prefix(file, line) + message, inner)
{
    /// <summary>The file has no bytes, or nothing but white space.</summary>
    public const string EmptyFile = "empty_file";

    /// <summary>The bytes are not text in any known encoding.</summary>
    public const string NotText = "not_text";

    /// <summary>The file is larger than <see cref="TranscriptOptions.MaxBytes"/>.</summary>
    public const string TooLarge = "too_large";

    /// <summary>The file does not exist or cannot be opened.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>A line does not follow the format of the file.</summary>
    public const string BadLine = "bad_line";

    /// <summary>An utterance of the child is longer than a turn can hold.</summary>
    public const string TooLong = "too_long";

    /// <summary>The file is a transcript without any utterance.</summary>
    public const string NoUtterances = "no_utterances";

    /// <summary>The file does not show which speaker is the child, or has no speaker of the given name.</summary>
    public const string ChildUnknown = "child_unknown";

    /// <summary>Name of the file, or null.</summary>
    public string? File { get; } = file;

    private static string Prefix(string? file, int? line) => (file, line) switch
    {
        (null, null) => "",
        (null, _) => $"Line {line}: ",
        (_, null) => $"{file}: ",
        _ => $"{file}, line {line}: ",
    };
}
