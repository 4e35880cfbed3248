using EventSourced.Commands.Text;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>Tells text from pictures and archives, and finds its encoding.</summary>
internal static class TextCheck
{
    /// <summary>The encoding of a transcript.</summary>
    /// <exception cref="TranscriptException">It is empty, or no text.</exception>
    public static FoundEncoding Demand(Stream transcript)
    {
        if (transcript.Length == 0) throw Empty();
        var found = TextEncodings.Find(transcript)
            ?? throw new TranscriptException(TranscriptException.NotText, "The transcript is no text: it holds binary data. Upload the .txt or .zip file that WhatsApp exported.");
        return transcript.Length == found.PreambleLength ? throw Empty() : found;
    }

    public static bool IsText(ReadOnlySpan<byte> head) => TextEncodings.IsText(head);

    private static TranscriptException Empty() => new(TranscriptException.EmptyFile, "The transcript is empty. Export the chat again.");
}
