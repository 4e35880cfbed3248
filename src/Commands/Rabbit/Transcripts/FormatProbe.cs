using System.Text.RegularExpressions;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>Tells the format of a text by how it begins, then by the name of its file.</summary>
internal static partial class FormatProbe
{
    public static TranscriptFormat Tell(string text, string? file)
    {
        var start = text.AsSpan().TrimStart();
        if (Chat().IsMatch(start)) return TranscriptFormat.Chat;
        if (Json().IsMatch(start)) return TranscriptFormat.Json;
        return file is not null && file.EndsWith(".cha", StringComparison.OrdinalIgnoreCase) ? TranscriptFormat.Chat : TranscriptFormat.Plain;
    }

    /// <summary>A header at the front, whichever; or what a piece cut out of a file has: a main tier at the front, or the line @Begin.</summary>
    [GeneratedRegex(@"\A(@[A-Za-z]|\*[A-Za-z0-9_-]{1,8}:[\t ])|^@Begin[\t ]*$", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Chat();

    /// <summary>A plain line may begin with a bracket too; JSON goes on with a quote, a brace, another bracket before these, or an end.</summary>
    [GeneratedRegex(@"\A(\{\s*[""}]|\[\s*(?:\[\s*)*[{\]]|\[\s*(?:\[\s*)*""(?:[^""\\\n]|\\.)*""\s*[,:\]])", RegexOptions.CultureInvariant)]
    private static partial Regex Json();
}
