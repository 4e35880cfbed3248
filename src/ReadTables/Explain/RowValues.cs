using System.Text.Json.Nodes;
using EventSourced.ReadTables.Query;

namespace EventSourced.ReadTables.Explain;

/// <summary>Converts rows to JSON, with values in the format of the query endpoint.</summary>
internal static class RowValues
{
    /// <summary>The values of some columns of a row.</summary>
    public static JsonObject Of(IEnumerable<Column> columns, object row)
    {
        var values = new JsonObject();
        foreach (var column in columns) values.Add(column.Name, Of(column, column.Property.GetValue(row)));
        return values;
    }

    /// <summary>The value of a column.</summary>
    public static JsonNode? Of(Column column, object? value) => value switch
    {
        null or Json { IsUnset: true } => null,
        string text => JsonValue.Create(text),
        long id when ColumnJson.IsRowId(column) => JsonValue.Create(ColumnText.Format(id)),
        long number => JsonValue.Create(number),
        int number => JsonValue.Create(number),
        double number => double.IsFinite(number) ? JsonValue.Create(number) : JsonValue.Create(ColumnText.Format(number)),
        float number => float.IsFinite(number) ? JsonValue.Create(number) : JsonValue.Create(ColumnText.Format(number)),
        bool flag => JsonValue.Create(flag),
        DateOnly day => JsonValue.Create(ColumnText.Format(day)),
        DateTimeOffset time => JsonValue.Create(ColumnText.Format(ToMicroseconds(time.UtcDateTime))),
        Json json => JsonNode.Parse(json.Text),
        _ => throw new InvalidOperationException($"Column {column.Name} has the type {column.SqlType}, which cannot be converted to JSON."),
    };

    /// <summary>Names of the columns whose values differ; all columns when only one side has the row.</summary>
    public static IReadOnlyList<string> Differences(JsonObject? before, JsonObject? after) => (before, after) switch
    {
        (null, null) => [],
        (null, { } only) => [.. only.Select(v => v.Key)],
        ({ } only, null) => [.. only.Select(v => v.Key)],
        _ => [.. after.Where(v => !JsonNode.DeepEquals(before[v.Key], v.Value)).Select(v => v.Key)],
    };

    // PostgreSQL stores microseconds: Npgsql truncates the rest, counted from its epoch.
    private static DateTime ToMicroseconds(DateTime time)
    {
        var ticks = time.Ticks - s_epoch.Ticks;
        return new DateTime(s_epoch.Ticks + (ticks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);
    }

    private static readonly DateTime s_epoch = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);
}
