using System.Globalization;

namespace EventSourced.Contracts;

/// <summary>Times as text: ISO-8601 in UTC with milliseconds, which sorts as text.</summary>
public static class IsoTime
{
    /// <summary>A time, such as <c>2026-02-16T11:24:49.000Z</c>.</summary>
    /// <param name="time">The time.</param>
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
