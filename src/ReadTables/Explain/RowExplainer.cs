using EventSourced.EventStore;
using Npgsql;

namespace EventSourced.ReadTables.Explain;

/// <summary>Explains the origin of rows and the effects of events. It works for every table of the catalog, by its definition alone, without stored data.</summary>
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

    /// <summary>Every event that changed a row, in order, with the row before and after it; for a derived row the rows that it is computed from.</summary>
    /// <param name="table">The table.</param>
    /// <param name="key">Names and values of all its key columns, in the format of the query endpoint's filters.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="Query.QueryException">The key does not match the table, no event created such a row, or the definition cannot apply one of its events.</exception>
    public Task<RowExplanation> ExplainAsync(TableDefinition table, IEnumerable<KeyValuePair<string, string>> key, CancellationToken cancellationToken = default) =>
        _byTable[table.QualifiedName].ExplainAsync(key, cancellationToken);

    /// <inheritdoc cref="ITableExplainer.RecentEventsAsync"/>
    internal Task<IReadOnlyList<IReadOnlyList<RowEvent>>> RecentEventsAsync(
        TableDefinition table, IReadOnlyList<IEnumerable<KeyValuePair<string, string>>> keys, long upTo, int limit, CancellationToken cancellationToken) =>
        _byTable[table.QualifiedName].RecentEventsAsync(keys, upTo, limit, cancellationToken);

    /// <summary>An event and the rows that it affects in every table.</summary>
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
