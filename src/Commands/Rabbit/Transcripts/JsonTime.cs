using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>Times in JSON: ISO 8601 with a full date, in UTC if it has no zone, or milliseconds since 1970 as a number or a string of digits.</summary>
internal static partial class JsonTime
{
    /// <summary>The time, or null if the value is none. A time of day or an ambiguous date is not accepted.</summary>
    public static DateTimeOffset? Read(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number) return value.TryGetDecimal(out var number) ? SinceEpoch(number) : null;
        if (value.ValueKind != JsonValueKind.String) return null;
        var text = value.GetString()!;
        if (Milliseconds().IsMatch(text)) return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var digits) ? SinceEpoch(digits) : null;
        return Iso().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
    }

    /// <summary>The time from seconds since 1970, with milliseconds; null if it is out of range.</summary>
    public static DateTimeOffset? Seconds(JsonElement value) =>
        value.TryGetDecimal(out var seconds) && Math.Abs(seconds) < 1e12m ? SinceEpoch(Math.Floor(seconds * 1000)) : null;

    private static DateTimeOffset? SinceEpoch(decimal ms) =>
        decimal.IsInteger(ms) && ms >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && ms <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)ms)
            : null;

    /// <summary>Fewer digits are a year, a date without hyphens or a mistake.</summary>
    [GeneratedRegex(@"\A-?[0-9]{9,}(?:\.0+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Milliseconds();

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Iso();
}
