namespace EventSourced.Cli.Fastest.Nemesis;

/// <summary>Rows whose creation or change a user got an answer about.</summary>
/// <param name="table">Name of the table.</param>
/// <param name="key">The columns that identify the rows.</param>
/// <param name="places">What they belong to: when one of these is deleted, the rows must be gone.</param>
internal sealed class AcknowledgedRow(string table, (string Column, string Value)[] key, params Place[] places)
{
    /// <summary>Name of the table.</summary>
    public string Table => table;

    /// <summary>The columns that identify the rows.</summary>
    public IReadOnlyList<(string Column, string Value)> Key => key;

    /// <summary>What the rows belong to.</summary>
    public IReadOnlyList<Place> Places => places;

    /// <summary>Values that every one of the rows must have. A value is missing while the answer to its last change is.</summary>
    public Dictionary<string, string> Values { get; } = [];

    /// <summary>The exact number of rows; null for at least one.</summary>
    public long? Count { get; set; }

    public override string ToString() => $"{table} where {string.Join(" and ", key.Select(k => $"{k.Column} = {k.Value}"))}";

    /// <summary>Adds a value.</summary>
    public AcknowledgedRow With(string column, string value)
    {
        Values[column] = value;
        return this;
    }
}
