using EventSourced.ReadTables.Definition;
using EventSourced.ReadTables.Query;

namespace EventSourced.ReadTables.Explain;

/// <summary>Explains the rows of a derived table by the source rows that they are computed from.</summary>
internal sealed class DerivedTableExplainer<TRow, TSource>(TableDefinition<TRow> table, TableDefinition<TSource> source, ExplainSources sources) : IDerivedExplainer
    where TRow : class, IReadTable<TRow> where TSource : class, IReadTable<TSource>
{
    private readonly DerivedFrom<TRow, TSource> _from = (DerivedFrom<TRow, TSource>)table.Derivation!;

    private readonly IReadOnlyList<Column<TSource>> _group =
        [.. ((DerivedFrom<TRow, TSource>)table.Derivation!).GroupProperties.Select(p => source.RowColumns.First(c => c.Property.Name == p))];

    public TableDefinition Table => table;

    public IReadOnlyList<Column> GroupColumns => _group;

    public Task<IReadOnlyList<IReadOnlyList<RowEvent>>> RecentEventsAsync(
        IReadOnlyList<IEnumerable<KeyValuePair<string, string>>> keys, long upTo, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<IReadOnlyList<RowEvent>>>([.. keys.Select(_ => (IReadOnlyList<RowEvent>)[])]);

    public async Task<RowExplanation> ExplainAsync(IEnumerable<KeyValuePair<string, string>> key, CancellationToken cancellationToken)
    {
        var probe = RowKey.Parse(table, key);
        var group = Activator.CreateInstance<TSource>();
        for (var i = 0; i < _group.Count; i++) _group[i].Property.SetValue(group, table.KeyColumns[i].Property.GetValue(probe));

        await using var rows = await LiveRows.OpenAsync(sources.Database, [table, source], cancellationToken);
        var state = await rows.StateAsync(table, cancellationToken);
        var live = (await rows.SelectAsync(table, table.KeyColumns, [probe], table.KeyColumns, cancellationToken)) is [var row] ? RowValues.Of(table.Columns, row) : null;
        var members = await rows.SelectAsync(source, _group, [group], [.. _group.Concat(source.KeyColumns).Distinct()], cancellationToken);
        var keyValues = RowValues.Of(table.KeyColumns, probe);
        if (members.Count == 0 && live is null)
        {
            throw new QueryException(404, "row_unknown",
                $"At position {state.Position}, no row of {source.QualifiedName} belongs to the row of {table.QualifiedName} with the key {keyValues.ToJsonString()}.");
        }
        var made = members.Count > 0 && _from.Row(members) is { } computed ? RowValues.Of(table.Columns, computed) : null;
        return new RowExplanation(
            table.QualifiedName, keyValues, state, [], 0, new RowSource(source.QualifiedName, [.. members.Select(m => RowValues.Of(source.KeyColumns, m))]),
            made, live, RowValues.Differences(live, made));
    }
}
