using System.Buffers;
using Npgsql;
using NpgsqlTypes;

namespace EventSourced.ReadTables.Query;

/// <summary>
/// Formulas in CSV. A spreadsheet evaluates a cell that starts with certain characters, and a formula can send data away or start a program. Any text column
/// may contain text of strangers, so such a text gets a leading apostrophe, which makes spreadsheets treat it as text (OWASP, "CSV Injection"). Columns of
/// numbers, dates and JSON cannot contain a formula.
/// </summary>
public static class CsvFormulas
{
    // Also the full-width characters, which some spreadsheets accept as well.
    private static readonly byte[][] s_fullWidth = ["＝"u8.ToArray(), "＋"u8.ToArray(), "－"u8.ToArray(), "＠"u8.ToArray()];

    /// <summary>Whether a spreadsheet would evaluate a text as a formula.</summary>
    /// <param name="utf8">The text.</param>
    public static bool IsFormula(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length == 0) return false;
        if (utf8[0] is (byte)'=' or (byte)'+' or (byte)'-' or (byte)'@' or (byte)'\t' or (byte)'\r' or (byte)'\n') return true;
        foreach (var character in s_fullWidth)
            if (utf8.StartsWith(character)) return true;
        return false;
    }
}

internal sealed class CsvRowWriter : RowWriter
{
    private static readonly SearchValues<byte> s_quoted = SearchValues.Create("\",\r\n"u8);

    private readonly RowBuffer _output;
    private readonly IReadOnlyList<Column> _columns;

    private readonly bool _guarded;

    public CsvRowWriter(RowBuffer output, IReadOnlyList<Column> columns, bool guarded)
    {
        (_output, _columns, _guarded) = (output, columns, guarded);
        for (var i = 0; i < columns.Count; i++)
        {
            if (i > 0) _output.Write(","u8);
            Text(System.Text.Encoding.UTF8.GetBytes(columns[i].Name));
        }
        _output.Write("\r\n"u8);
    }

    public override void Row(NpgsqlDataReader reader)
    {
        for (var i = 0; i < _columns.Count; i++)
        {
            if (i > 0) _output.Write(","u8);
            if (!reader.IsDBNull(i)) Value(reader, i, _columns[i]);
        }
        _output.Write("\r\n"u8);
    }

    public override void End(string? next, long position)
    {
    }

    private void Value(NpgsqlDataReader reader, int i, Column column)
    {
        switch (column.DbType)
        {
            case NpgsqlDbType.Text when _guarded && reader.GetFieldValue<byte[]>(i) is var text && CsvFormulas.IsFormula(text): Text([.. "'"u8, .. text]); break;
            case NpgsqlDbType.Text or NpgsqlDbType.Jsonb: Text(reader.GetFieldValue<byte[]>(i)); break;
            case NpgsqlDbType.Bigint: Formatted(reader.GetInt64(i), null); break;
            case NpgsqlDbType.Integer: Formatted(reader.GetInt32(i), null); break;
            case NpgsqlDbType.Double: Formatted(reader.GetDouble(i), null); break;
            case NpgsqlDbType.Real: Formatted(reader.GetFloat(i), null); break;
            case NpgsqlDbType.Boolean: _output.Write(reader.GetBoolean(i) ? "true"u8 : "false"u8); break;
            case NpgsqlDbType.Date: Formatted(reader.GetFieldValue<DateOnly>(i), "yyyy-MM-dd"); break;
            case NpgsqlDbType.TimestampTz: Formatted(reader.GetDateTime(i), ColumnText.TimeFormat); break;
            default: throw new InvalidOperationException($"Column {column.Name} has the type {column.SqlType}, which cannot be written as CSV.");
        }
    }

    private void Text(ReadOnlySpan<byte> text)
    {
        if (text.Length > 0 && text.IndexOfAny(s_quoted) < 0)
        {
            _output.Write(text);
            return;
        }
        _output.Write("\""u8);
        while (text.IndexOf((byte)'"') is >= 0 and var quote)
        {
            _output.Write(text[..(quote + 1)]);
            _output.Write("\""u8);
            text = text[(quote + 1)..];
        }
        _output.Write(text);
        _output.Write("\""u8);
    }

    private void Formatted<T>(T value, string? format) where T : IUtf8SpanFormattable
    {
        var target = _output.GetSpan(40);
        value.TryFormat(target, out var length, format, System.Globalization.CultureInfo.InvariantCulture);
        _output.Advance(length);
    }
}
