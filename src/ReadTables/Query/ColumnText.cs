using System.Globalization;
using EventSourced.Contracts;
using NpgsqlTypes;

namespace EventSourced.ReadTables.Query;

/// <summary>Converts values of columns to and from text, for filters, cursors and CSV.</summary>
internal static class ColumnText
{
    /// <summary>Describes the format of a column's values, for messages.</summary>
    public static string Describe(Column column) => column.DbType switch
    {
        NpgsqlDbType.Text => "text without NUL characters and lone surrogates",
        NpgsqlDbType.Bigint => "a whole number of 64 bits, such as 42",
        NpgsqlDbType.Integer => "a whole number of 32 bits, such as 42",
        NpgsqlDbType.Double or NpgsqlDbType.Real => "a number, such as 0.5",
        NpgsqlDbType.Boolean => "true or false",
        NpgsqlDbType.Date => "a date, such as 2024-01-31",
        NpgsqlDbType.TimestampTz => "a time with its offset, such as 2024-01-31T12:00:00Z (write + as %2B in a URL)",
        _ => "nothing: a JSON column cannot be compared",
    };

    /// <summary>Parses a text to Npgsql's type; null when it is invalid.</summary>
    public static object? Parse(Column column, string text) => column.DbType switch
    {
        NpgsqlDbType.Text => Storable.FaultOf(text) is null ? text : null,
        NpgsqlDbType.Bigint => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var v) ? v : null,
        NpgsqlDbType.Integer => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var v) ? v : null,
        NpgsqlDbType.Double => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var v) ? v : null,
        NpgsqlDbType.Real => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var v) ? v : null,
        NpgsqlDbType.Boolean => text switch { "true" => true, "false" => false, _ => null },
        NpgsqlDbType.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var v) ? v : null,
        NpgsqlDbType.TimestampTz => ParseTime(text),
        _ => null,
    };

    /// <summary>Formats a value so that <see cref="Parse"/> returns the same value.</summary>
    public static string Format(object value) => value switch
    {
        string v => v,
        bool v => v ? "true" : "false",
        double v => v.ToString("R", CultureInfo.InvariantCulture),
        float v => v.ToString("R", CultureInfo.InvariantCulture),
        DateOnly v => v.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime v => v.ToUniversalTime().ToString(TimeFormat, CultureInfo.InvariantCulture),
        IFormattable v => v.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"{value.GetType()} is not the type of a column.", nameof(value)),
    };

    /// <summary>ISO 8601 in UTC; a fraction only when there is one.</summary>
    public const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    // Without an offset the time would be ambiguous. PostgreSQL prints a blank instead of T.
    private static object? ParseTime(string text) =>
        text.Length > 16 && (text.EndsWith('Z') || text.IndexOfAny(['+', '-'], 16) > 0) && text[10] is 'T' or ' '
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var v)
            ? v.UtcDateTime
            : null;
}
