using System.Globalization;
using System.Text.RegularExpressions;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>The times of an utterance within its recording.</summary>
internal static partial class TimeBullets
{
    /// <summary>Takes the bullets out of a main tier: from the first begin to the last end, in milliseconds.</summary>
    public static (string Text, long? StartMs, long? EndMs) Take(string tier)
    {
        long? start = null, end = null;
        var text = Bullet().Replace(tier, match =>
        {
            if (!Number(match.Groups["start"], out var from) || !Number(match.Groups["end"], out var to)) return " ";
            start ??= from;
            end = to;
            return " ";
        });
        return (string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), start, end);
    }

    private static bool Number(Group digits, out long number) => long.TryParse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    /// <summary>
    /// Between two U+0015, perhaps behind the name of the recording (<c>%snd:"file"_0_940</c>) and before the mark of a pause; or, where
    /// an editor lost the control characters, two bare numbers at the end of the line.
    /// </summary>
    [GeneratedRegex(@"\u0015(?:[^\u0015]*?_)?(?<start>[0-9]+)_(?<end>[0-9]+)-?\u0015|\u0015[^\u0015]*\u0015|(?<=\s)(?<start>[0-9]+)_(?<end>[0-9]+)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Bullet();
}
