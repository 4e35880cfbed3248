using EventSourced.EventStore;
using EventSourced.ReadTables.Runtime;
using Npgsql;

namespace EventSourced.ReadTables.Explain;

/// <summary>What explaining needs besides the definitions.</summary>
internal sealed record ExplainSources(NpgsqlDataSource Database, IEventStore Store, EventCodec Codec);

/// <summary>Explains the rows of one table, whatever its type.</summary>
internal interface ITableExplainer
{
    TableDefinition Table { get; }

    /// <summary>Where a row comes from.</summary>
    Task<RowExplanation> ExplainAsync(IEnumerable<KeyValuePair<string, string>> key, CancellationToken cancellationToken);

    /// <summary>For each of some rows the last events up to a position that touched it, from one look through the log. A derived row has none of its own.</summary>
    /// <param name="keys">Keys, each as names and values of columns.</param>
    /// <param name="upTo">Last position.</param>
    /// <param name="most">Most events of a row.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task<IReadOnlyList<IReadOnlyList<EventBehind>>> BehindAsync(
        IReadOnlyList<IEnumerable<KeyValuePair<string, string>>> keys, long upTo, int most, CancellationToken cancellationToken);
}

/// <summary>Explains the rows of a table that maps events.</summary>
internal interface IEventTableExplainer : ITableExplainer
{
    /// <summary>The rows that an event touches in this table, and in those derived from it.</summary>
    /// <exception cref="EventFailedException">The definition cannot take the event.</exception>
    Task<IReadOnlyList<(TableDefinition Table, IReadOnlyList<RowEffect> Rows)>> EffectsAsync(
        ProjectedEvent e, IReadOnlyList<IDerivedExplainer> derived, IReadOnlySet<long> skipped, CancellationToken cancellationToken);
}

/// <summary>Explains the rows of a derived table.</summary>
internal interface IDerivedExplainer : ITableExplainer
{
    /// <summary>Columns of the source that make the group: for each key column of the table, in order, its own.</summary>
    IReadOnlyList<Column> GroupColumns { get; }
}
