using System.Text.RegularExpressions;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>Tells the format of a text by how it begins.</summary>
internal static partial class FormatProbe
{
    public static TranscriptFormat Tell(string text)
    {
        var start = text.AsSpan().TrimStart();
        if (Chat().IsMatch(start)) return TranscriptFormat.Chat;
        return Json().IsMatch(start) ? TranscriptFormat.Json : TranscriptFormat.Plain;
    }

    /// <summary>A header, or a main tier of a piece cut out of a file.</summary>
    [GeneratedRegex(@"\A(@(UTF8|Begin|PID|Font|Window|ColorWords|Languages|Participants|Options|ID|Media|Comment|Date|G|New Episode)\b|\*[A-Za-z0-9_-]{1,8}:[\t ])", RegexOptions.CultureInvariant)]
    private static partial Regex Chat();

    /// <summary>A plain line may begin with a bracket too; JSON goes on with a quote, a brace or an end.</summary>
    [GeneratedRegex(@"\A(\{\s*[""}]|\[\s*[{\]])", RegexOptions.CultureInvariant)]
    private static partial Regex Json();
}
