namespace EventSourced.EventStore.Schema;

/// <summary>Escapes text for SQL.</summary>
public static class SqlText
{
    /// <summary>A text as an SQL literal.</summary>
    /// <param name="value">The text.</param>
    public static string Literal(string value) => "'" + value.Replace("'", "''", StringComparison.Ordinal) + "'";
}
