using System.Globalization;
using System.Text.RegularExpressions;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>The times of an utterance within its recording.</summary>
internal static partial class TimeBullets
{
    private const int MaxDays = 366;
    private const long MaxMs = MaxDays * 86_400_000L;
    private const string Reversed = "ends before it begins and was ignored";

    /// <summary>
    /// Removes the bullets from a main tier and returns the first start and the last end, in milliseconds. The flaw is the reason why one of them was ignored: a mistake in
    /// one line costs only the time of this line. Marks without times, such as those of pictures, are counted.
    /// </summary>
    public static (string Text, long? StartMs, long? EndMs, string? Flaw, int Timeless) Remove(string tier)
    {
        long? start = null, end = null;
        string? flaw = null;
        var timeless = 0;
        var text = Bullet().Replace(Spelling().Replace(tier, "\u0015"), match =>
        {
            if (!match.Groups["start"].Success)
            {
                timeless++;
                return " ";
            }
            var (from, to) = (Number(match.Groups["start"]), Number(match.Groups["end"]));
            if (Math.Max(from, to) > MaxMs) flaw = $"is beyond the maximum of {MaxDays} days and was ignored";
            else if (to < from) flaw = Reversed;
            else (start, end) = (start ?? from, to);
            return " ";
        });
        if (end < start) (start, end, flaw) = (null, null, Reversed);
        if (end - start > int.MaxValue) (end, flaw) = (null, $"is longer than {int.MaxValue} ms; its end was ignored");
        return (string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), start, end, flaw, timeless);
    }

    /// <summary>Too many digits for a number count as the maximum.</summary>
    private static long Number(Group digits) => long.TryParse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;

    /// <summary>How editors, terminals and programs show U+0015: as its symbol, ^U, an escape.</summary>
    [GeneratedRegex(@"␕|\\(?:x15|u0015)|&#(?:21|x15);|\^U(?=\s*[0-9%])|(?<=[0-9]-?)\^U|[·●∙◦‧・‣⁌](?=\s*[0-9]+_[0-9]+-?\s*[·●∙◦‧・‣⁌])|(?<=[·●∙◦‧・‣⁌]\s*[0-9]+_[0-9]+-?\s*)[·●∙◦‧・‣⁌]", RegexOptions.CultureInvariant)]
    private static partial Regex Spelling();

    /// <summary>
    /// Between two U+0015 or the bullets that editors show for them, optionally after the name of the recording (<c>%snd:"file"_0_940</c>) and before the mark of
    /// a pause; or, where an editor lost them, the name with its numbers, or two bare numbers.
    /// </summary>
    [GeneratedRegex(@"[\u0015•]\s*(?:[^\u0015•]*?[_\s])?(?<start>[0-9]+)[_\s](?<end>[0-9]+)-?\s*[\u0015•]|%(?:snd|mov|vid|pic):\s*(?:""[^""]*""|[^\s_]+)[_\s]\s*(?<start>[0-9]+)[_\s](?<end>[0-9]+)-?|\u0015[^\u0015]*\u0015|•[^•\w]*(?:%|""|[0-9])[^•]*•|%(?:snd|mov|vid|pic|txt):\s*""[^""]*""|(?<=\s)(?<start>[0-9]+)_(?<end>[0-9]+)-?(?=\s|$)|[\u0015•]", RegexOptions.CultureInvariant)]
    private static partial Regex Bullet();
}
