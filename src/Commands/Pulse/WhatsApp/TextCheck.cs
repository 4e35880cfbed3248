using EventSourced.Commands.Text;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>Distinguishes text from binary data and detects its encoding.</summary>
internal static class TextCheck
{
    /// <summary>The encoding of a transcript.</summary>
    /// <exception cref="TranscriptException">It is empty or not text.</exception>
    public static FoundEncoding RequireText(Stream transcript)
    {
        if (transcript.Length == 0) throw Empty();
        var found = TextEncodings.Find(transcript)
            ?? throw new TranscriptException(TranscriptException.NotText, "The transcript is not text: it contains binary data. Upload the .txt or .zip file that WhatsApp exported.");
        return transcript.Length == found.PreambleLength ? throw Empty() : found;
    }

    public static bool IsText(ReadOnlySpan<byte> head) => TextEncodings.IsText(head);

    private static TranscriptException Empty() => new(TranscriptException.EmptyFile, "The transcript is empty. Export the chat again.");
}
