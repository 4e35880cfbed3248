using EventSourced.ReadTables.Definition;
using EventSourced.ReadTables.Schema;
using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>A table derived from another: recomputes the groups that a page changed.</summary>
internal interface IDerivedTable<TSource>
{
    TableDefinition Definition { get; }

    /// <summary>Columns of the source that identify the group.</summary>
    IReadOnlyList<Column<TSource>> GroupColumns { get; }

    /// <summary>Marks the group of a row as changed.</summary>
    void MarkChanged(TSource row);

    /// <summary>The groups that were marked since the last call.</summary>
    HashSet<TSource> TakeChanged();

    /// <summary>Recomputes changed groups from the source rows after their writes, in the same transaction.</summary>
    Task RecomputeAsync(NpgsqlConnection connection, HashSet<TSource> changed, CancellationToken cancellationToken);
}

internal sealed class DerivedTable<TRow, TSource>(TableDefinition<TRow> table, TableDefinition<TSource> source, ProjectorOptions options) : IDerivedTable<TSource>
    where TRow : class, IReadTable<TRow> where TSource : class, IReadTable<TSource>
{
    private readonly DerivedFrom<TRow, TSource> _from = (DerivedFrom<TRow, TSource>)table.Derivation!;
    private readonly RowCommands<TRow> _commands = new(table, options.SchemaOf(table));
    private readonly RowCommands<TSource> _source = new(source, options.SchemaOf(source));
    private HashSet<TSource> _changed = new(new RowComparer<TSource>(Group((DerivedFrom<TRow, TSource>)table.Derivation!, source)));

    public TableDefinition Definition => table;

    public IReadOnlyList<Column<TSource>> GroupColumns { get; } = Group((DerivedFrom<TRow, TSource>)table.Derivation!, source);

    public void MarkChanged(TSource row) => _changed.Add(row);

    public HashSet<TSource> TakeChanged()
    {
        var taken = _changed;
        _changed = new(taken.Comparer);
        return taken;
    }

    public async Task RecomputeAsync(NpgsqlConnection connection, HashSet<TSource> changed, CancellationToken cancellationToken)
    {
        if (changed.Count == 0) return;
        List<TSource> groups = [.. changed];
        List<TSource> rows;
        var order = $" ORDER BY {SqlNames.List(GroupColumns.Concat(source.KeyColumns).Distinct(), "t.")}";
        await using (var batch = connection.CreateLongBatch())
        {
            batch.BatchCommands.Add(_source.Select(GroupColumns, groups, order));
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            rows = await RowCommands<TSource>.ReadAsync(reader, source.RowColumns, cancellationToken);
        }

        var byGroup = rows.GroupBy(r => r, changed.Comparer)
            .ToDictionary(g => g.Key, g => (IReadOnlyList<TSource>)[.. g], changed.Comparer);
        List<TRow> present = [], absent = [];
        foreach (var group in groups)
        {
            var row = byGroup.TryGetValue(group, out var members) ? _from.Row(members) : null;
            if (row is null)
            {
                absent.Add(Key(group));
                continue;
            }
            foreach (var column in table.RowColumns) column.Check(row);
            present.Add(row);
        }
        await using var writes = connection.CreateLongBatch();
        if (absent.Count > 0) writes.BatchCommands.Add(_commands.Delete(table.KeyColumns, absent));
        if (present.Count > 0) writes.BatchCommands.Add(_commands.Upsert(present));
        await writes.ExecuteNonQueryAsync(cancellationToken);
    }

    private TRow Key(TSource group)
    {
        var row = Activator.CreateInstance<TRow>();
        for (var i = 0; i < GroupColumns.Count; i++)
            table.KeyColumns[i].Property.SetValue(row, GroupColumns[i].Property.GetValue(group));
        return row;
    }

    private static IReadOnlyList<Column<TSource>> Group(DerivedFrom<TRow, TSource> from, TableDefinition<TSource> source) =>
        [.. from.GroupProperties.Select(p => source.RowColumns.First(c => c.Property.Name == p))];
}
