using System.Text.RegularExpressions;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>Detects the format of a text from its start, else from the file name.</summary>
internal static partial class FormatProbe
{
    public static TranscriptFormat Detect(string text, string? file)
    {
        var start = text.AsSpan().TrimStart();
        if (Chat().IsMatch(start)) return TranscriptFormat.Chat;
        if (Json().IsMatch(start)) return TranscriptFormat.Json;
        return file is not null && file.EndsWith(".cha", StringComparison.OrdinalIgnoreCase) ? TranscriptFormat.Chat : TranscriptFormat.Plain;
    }

    /// <summary>Any header at the start; or, for a part of a file, a main tier at the start or the line @Begin.</summary>
    [GeneratedRegex(@"\A(@[A-Za-z]|\*[A-Za-z0-9_-]{1,8}:[\t ])|^@Begin[\t ]*$", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Chat();

    /// <summary>A plain line may start with a bracket too; in JSON a quote, a brace, brackets before these, or a closing bracket follow.</summary>
    [GeneratedRegex(@"\A(\{\s*[""}]|\[\s*(?:\[\s*)*[{\]]|\[\s*(?:\[\s*)*""(?:[^""\\\n]|\\.)*""\s*[,:\]])", RegexOptions.CultureInvariant)]
    private static partial Regex Json();
}
