namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>An upload cannot be read as a chat transcript. The message contains the position and the next step, but quotes no chat text.</summary>
/// <param name="code">Stable error code, such as <c>ambiguous_date_format</c>.</param>
/// <param name="message">What is wrong, where, and how to fix it.</param>
/// <param name="line">Line of the transcript, from 1, or null if no line is the cause.</param>
/// <param name="inner">The cause, if any.</param>
public sealed class TranscriptException(string code, string message, long? line = null, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>The file or the transcript has no bytes.</summary>
    public const string EmptyFile = "empty_file";

    /// <summary>The bytes are not UTF-8 text.</summary>
    public const string NotText = "not_text";

    /// <summary>The text contains no message.</summary>
    public const string NoMessages = "no_messages";

    /// <summary>The dates of the file contradict each other.</summary>
    public const string AmbiguousDateFormat = "ambiguous_date_format";

    /// <summary>A line or a message is longer than <see cref="TranscriptReader.MaxMessageLength"/>.</summary>
    public const string LineTooLong = "line_too_long";

    /// <summary>The archive contains no transcript.</summary>
    public const string NoTranscript = "no_transcript";

    /// <summary>The archive contains more than one possible transcript.</summary>
    public const string SeveralTranscripts = "several_transcripts";

    /// <summary>The archive is damaged, encrypted or of another kind.</summary>
    public const string UnreadableArchive = "unreadable_archive";

    /// <summary>The transcript grows beyond the limits while it is unpacked.</summary>
    public const string ArchiveTooLarge = "archive_too_large";

    /// <summary>The path of the only transcript points outside the archive.</summary>
    public const string UnsafeArchive = "unsafe_archive";

    /// <summary>Stable error code: one of the constants of this class.</summary>
    public string Code { get; } = code;

    /// <summary>Line of the transcript, from 1, or null if no line is the cause.</summary>
    public long? Line { get; } = line;
}
