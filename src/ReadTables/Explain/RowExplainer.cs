using EventSourced.EventStore;
using Npgsql;

namespace EventSourced.ReadTables.Explain;

/// <summary>Shows where rows come from, and what events did. Works for every table of the catalog, from its definition alone; nothing is stored for it.</summary>
public sealed class RowExplainer
{
    private readonly ReadTableCatalog _catalog;
    private readonly ExplainSources _sources;
    private readonly Dictionary<string, ITableExplainer> _byTable;

    /// <summary>Explains the rows of a catalog.</summary>
    /// <param name="database">The database of the live tables.</param>
    /// <param name="catalog">The tables.</param>
    /// <param name="store">The log.</param>
    /// <param name="codec">Reads events, also those of old versions.</param>
    public RowExplainer(NpgsqlDataSource database, ReadTableCatalog catalog, IEventStore store, EventCodec codec)
    {
        (_catalog, _sources) = (catalog, new ExplainSources(database, store, codec));
        _byTable = catalog.Tables.ToDictionary(t => t.QualifiedName, Create);
    }

    /// <summary>Every event that made a row, in order, with the row before and after it; for a derived row the rows that it is computed from.</summary>
    /// <param name="table">The table.</param>
    /// <param name="key">Names and values of its key columns, all of them, as a filter of the query endpoint writes them.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="Query.QueryException">The key does not fit the table, no event ever made such a row, or the definition cannot take an event of it.</exception>
    public Task<RowExplanation> ExplainAsync(TableDefinition table, IEnumerable<KeyValuePair<string, string>> key, CancellationToken cancellationToken = default) =>
        _byTable[table.QualifiedName].ExplainAsync(key, cancellationToken);

    /// <inheritdoc cref="ITableExplainer.BehindAsync"/>
    internal Task<IReadOnlyList<IReadOnlyList<EventBehind>>> BehindAsync(
        TableDefinition table, IReadOnlyList<IEnumerable<KeyValuePair<string, string>>> keys, long upTo, int most, CancellationToken cancellationToken) =>
        _byTable[table.QualifiedName].BehindAsync(keys, upTo, most, cancellationToken);

    /// <summary>An event and the rows that it touches in every table.</summary>
    /// <param name="position">Its position.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="Query.QueryException">There is no event at this position.</exception>
    public Task<EventEffects> EffectsAsync(long position, CancellationToken cancellationToken = default) =>
        new EffectsReader(_catalog, _sources, _byTable).ReadAsync(position, cancellationToken);

    private ITableExplainer Create(TableDefinition table)
    {
        if (table.SourceRow is null) return (ITableExplainer)Activator.CreateInstance(typeof(EventTableExplainer<>).MakeGenericType(table.RowType), table, _sources)!;
        var source = _catalog.Tables.First(t => t.RowType == table.SourceRow);
        return (ITableExplainer)Activator.CreateInstance(typeof(DerivedTableExplainer<,>).MakeGenericType(table.RowType, source.RowType), table, source, _sources)!;
    }
}
