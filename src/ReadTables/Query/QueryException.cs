namespace EventSourced.ReadTables.Query;

/// <summary>A request that cannot be executed. The message says what is wrong, where, and what is possible instead.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="code">Stable code.</param>
/// <param name="message">What is wrong and what to do.</param>
public sealed class QueryException(int status, string code, string message) : Exception(message)
{
    /// <summary>HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>Stable code such as <c>column_not_indexed</c>.</summary>
    public string Code { get; } = code;

    /// <summary>More members of the problem document, such as the usable filters.</summary>
    public IReadOnlyDictionary<string, object?> Members { get; init; } = new Dictionary<string, object?>();

    internal static QueryException Bad(string code, string message) => new(400, code, message);
}
