using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>Times in JSON: ISO 8601 with a full date, in UTC where it names no zone, or milliseconds since 1970 as a number or a text of digits.</summary>
internal static partial class JsonTime
{
    /// <summary>The time, or null when the value is none. What could be a time of day or a date of two readings is none.</summary>
    public static DateTimeOffset? Read(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number) return value.TryGetDecimal(out var number) ? SinceEpoch(number) : null;
        if (value.ValueKind != JsonValueKind.String) return null;
        var text = value.GetString()!;
        if (Milliseconds().IsMatch(text)) return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var digits) ? SinceEpoch(digits) : null;
        return Iso().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
    }

    /// <summary>The time of seconds since 1970, to the millisecond; or null when it is none.</summary>
    public static DateTimeOffset? Seconds(JsonElement value) =>
        value.TryGetDecimal(out var seconds) && Math.Abs(seconds) < 1e12m ? SinceEpoch(Math.Floor(seconds * 1000)) : null;

    private static DateTimeOffset? SinceEpoch(decimal ms) =>
        decimal.IsInteger(ms) && ms >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && ms <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)ms)
            : null;

    /// <summary>Fewer digits are a year, a date without hyphens or a slip.</summary>
    [GeneratedRegex(@"\A-?[0-9]{9,}(?:\.0+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Milliseconds();

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Iso();
}
