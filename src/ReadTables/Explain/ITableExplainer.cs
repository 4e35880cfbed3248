using EventSourced.EventStore;
using EventSourced.ReadTables.Runtime;
using Npgsql;

namespace EventSourced.ReadTables.Explain;

/// <summary>The sources of explanations.</summary>
internal sealed record ExplainSources(NpgsqlDataSource Database, IEventStore Store, EventCodec Codec);

/// <summary>Explains the rows of one table.</summary>
internal interface ITableExplainer
{
    TableDefinition Table { get; }

    /// <summary>Explains a row.</summary>
    Task<RowExplanation> ExplainAsync(IEnumerable<KeyValuePair<string, string>> key, CancellationToken cancellationToken);

    /// <summary>For each of some rows the last events that changed it up to a position, found in one pass over the log. A derived row has none.</summary>
    /// <param name="keys">Keys, each as names and values of columns.</param>
    /// <param name="upTo">Last position.</param>
    /// <param name="limit">Largest number of events per row.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task<IReadOnlyList<IReadOnlyList<RowEvent>>> RecentEventsAsync(
        IReadOnlyList<IEnumerable<KeyValuePair<string, string>>> keys, long upTo, int limit, CancellationToken cancellationToken);
}

/// <summary>Explains the rows of a table that maps events.</summary>
internal interface IEventTableExplainer : ITableExplainer
{
    /// <summary>The rows that an event affects in this table and in those derived from it.</summary>
    /// <exception cref="EventFailedException">The definition cannot apply the event.</exception>
    Task<IReadOnlyList<(TableDefinition Table, IReadOnlyList<RowEffect> Rows)>> EffectsAsync(
        ProjectedEvent e, IReadOnlyList<IDerivedExplainer> derived, IReadOnlySet<long> skipped, CancellationToken cancellationToken);
}

/// <summary>Explains the rows of a derived table.</summary>
internal interface IDerivedExplainer : ITableExplainer
{
    /// <summary>Columns of the source that identify the group, one for each key column of the table, in order.</summary>
    IReadOnlyList<Column> GroupColumns { get; }
}
