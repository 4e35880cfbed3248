using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Npgsql;
using NpgsqlTypes;

namespace EventSourced.ReadTables.Query;

/// <summary>A format of a page. Rows are converted from the reader to bytes without intermediate objects.</summary>
public abstract class RowFormat
{
    private protected RowFormat(string mediaType, bool carriesCursor) => (MediaType, CarriesCursor) = (mediaType, carriesCursor);

    /// <summary><c>{"data":[…],"next":…,"position":n}</c>.</summary>
    public static RowFormat Json { get; } = new JsonFormat();

    /// <summary>One JSON object per line.</summary>
    public static RowFormat Ndjson { get; } = new NdjsonFormat();

    /// <summary>
    /// RFC 4180 with a header. Null is an empty field, empty text is <c>""</c>. A text that a spreadsheet would evaluate as a formula has a leading apostrophe:
    /// see <see cref="CsvFormulas"/>.
    /// </summary>
    public static RowFormat Csv { get; } = new CsvFormat(guarded: true);

    /// <summary>As <see cref="Csv"/>, without the apostrophes.</summary>
    public static RowFormat UnguardedCsv { get; } = new CsvFormat(guarded: false);

    /// <summary>All formats; the first is the default.</summary>
    public static IReadOnlyList<RowFormat> All { get; } = [Json, Ndjson, Csv];

    /// <summary>Media type.</summary>
    public string MediaType { get; }

    /// <summary>Whether the body contains the next cursor and the position.</summary>
    public bool CarriesCursor { get; }

    internal abstract RowWriter Start(RowBuffer output, IReadOnlyList<Column> columns);

    private sealed class JsonFormat() : RowFormat("application/json", true)
    {
        internal override RowWriter Start(RowBuffer output, IReadOnlyList<Column> columns) => new JsonRowWriter(output, columns, envelope: true);
    }

    private sealed class NdjsonFormat() : RowFormat("application/x-ndjson", false)
    {
        internal override RowWriter Start(RowBuffer output, IReadOnlyList<Column> columns) => new JsonRowWriter(output, columns, envelope: false);
    }

    private sealed class CsvFormat(bool guarded) : RowFormat("text/csv", false)
    {
        internal override RowWriter Start(RowBuffer output, IReadOnlyList<Column> columns) => new CsvRowWriter(output, columns, guarded);
    }
}

/// <summary>Writes the rows of one page.</summary>
internal abstract class RowWriter : IDisposable
{
    public abstract void Row(NpgsqlDataReader reader);

    public abstract void End(string? next, long position);

    public virtual void Dispose()
    {
    }
}

internal sealed class JsonRowWriter : RowWriter
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All), SkipValidation = true };

    private readonly RowBuffer _output;
    private readonly IReadOnlyList<Column> _columns;
    private readonly JsonEncodedText[] _names;
    private readonly bool _envelope;
    private readonly Utf8JsonWriter _json;

    public JsonRowWriter(RowBuffer output, IReadOnlyList<Column> columns, bool envelope)
    {
        (_output, _columns, _envelope) = (output, columns, envelope);
        _names = [.. columns.Select(c => JsonEncodedText.Encode(c.Name))];
        _json = new Utf8JsonWriter(output, s_options);
        if (envelope)
        {
            _json.WriteStartObject();
            _json.WriteStartArray("data"u8);
        }
    }

    public override void Row(NpgsqlDataReader reader)
    {
        _json.WriteStartObject();
        for (var i = 0; i < _columns.Count; i++)
        {
            _json.WritePropertyName(_names[i]);
            Value(reader, i, _columns[i]);
        }
        _json.WriteEndObject();
        // Flush, so that the buffer's length is correct.
        _json.Flush();
        if (_envelope) return;
        _output.Write("\n"u8);
        _json.Reset();
    }

    public override void End(string? next, long position)
    {
        if (!_envelope) return;
        _json.WriteEndArray();
        _json.WriteString("next"u8, next);
        _json.WriteNumber("position"u8, position);
        _json.WriteEndObject();
        _json.Flush();
    }

    public override void Dispose() => _json.Dispose();

    private void Value(NpgsqlDataReader reader, int i, Column column)
    {
        if (reader.IsDBNull(i))
        {
            _json.WriteNullValue();
            return;
        }
        switch (column.DbType)
        {
            case NpgsqlDbType.Text: _json.WriteStringValue(reader.GetFieldValue<byte[]>(i)); break;
            case NpgsqlDbType.Bigint when ColumnJson.IsRowId(column): Formatted(reader.GetInt64(i), null); break;
            case NpgsqlDbType.Bigint: _json.WriteNumberValue(reader.GetInt64(i)); break;
            case NpgsqlDbType.Integer: _json.WriteNumberValue(reader.GetInt32(i)); break;
            case NpgsqlDbType.Double when reader.GetDouble(i) is var v && !double.IsFinite(v): _json.WriteStringValue(ColumnText.Format(v)); break;
            case NpgsqlDbType.Double: _json.WriteNumberValue(reader.GetDouble(i)); break;
            case NpgsqlDbType.Real when reader.GetFloat(i) is var v && !float.IsFinite(v): _json.WriteStringValue(ColumnText.Format(v)); break;
            case NpgsqlDbType.Real: _json.WriteNumberValue(reader.GetFloat(i)); break;
            case NpgsqlDbType.Boolean: _json.WriteBooleanValue(reader.GetBoolean(i)); break;
            case NpgsqlDbType.Date: Formatted(reader.GetFieldValue<DateOnly>(i), "yyyy-MM-dd"); break;
            case NpgsqlDbType.TimestampTz: Formatted(reader.GetDateTime(i), ColumnText.TimeFormat); break;
            case NpgsqlDbType.Jsonb: _json.WriteRawValue(reader.GetFieldValue<byte[]>(i), skipInputValidation: true); break;
            default: throw new InvalidOperationException($"Column {column.Name} has the type {column.SqlType}, which cannot be written as JSON.");
        }
    }

    private void Formatted<T>(T value, string? format) where T : IUtf8SpanFormattable
    {
        Span<byte> text = stackalloc byte[40];
        value.TryFormat(text, out var length, format, System.Globalization.CultureInfo.InvariantCulture);
        _json.WriteStringValue(text[..length]);
    }
}
