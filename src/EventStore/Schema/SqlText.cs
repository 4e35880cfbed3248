namespace EventSourced.EventStore.Schema;

/// <summary>Text in SQL.</summary>
internal static class SqlText
{
    /// <summary>A text as an SQL literal.</summary>
    public static string Literal(string value) => "'" + value.Replace("'", "''", StringComparison.Ordinal) + "'";
}
