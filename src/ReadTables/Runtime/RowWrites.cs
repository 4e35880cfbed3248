using EventSourced.ReadTables.Definition;
using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>The changes of one table that are written in one transaction. They do not change any more, so that a build can apply further pages while they are written.</summary>
internal interface IRowWrites
{
    /// <summary>Whether <see cref="BeforeAsync"/> has something to do.</summary>
    bool ReadsBefore { get; }

    /// <summary>Whether stored rows are changed or removed, or derived tables written, for which the tables need their keys.</summary>
    bool NeedsKeys { get; }

    /// <summary>Runs queries that must see the table before the writes, in their transaction.</summary>
    Task BeforeAsync(NpgsqlConnection connection, CancellationToken cancellationToken);

    /// <summary>Deletions, changed rows, and new rows if there are few.</summary>
    IEnumerable<NpgsqlBatchCommand> Statements();

    /// <summary>Writes new rows if there are many, and the rows of derived tables. Runs after the statements, in their transaction.</summary>
    Task AfterAsync(NpgsqlConnection connection, CancellationToken cancellationToken);
}

/// <inheritdoc/>
internal sealed class RowWrites<TRow>(TableDefinition<TRow> table, RowCommands<TRow> commands, List<TRow> inserts) : IRowWrites where TRow : class, IReadTable<TRow>
{
    // From this number of rows on, COPY is faster than one statement with arrays (bench/).
    private const int CopyThreshold = 256;

    private readonly List<TRow> _removed = [], _changed = [], _added = inserts;

    /// <summary>Conditions that apply to stored rows, grouped by mapping, in order.</summary>
    public required IReadOnlyList<(Mapping<TRow> Mapping, IReadOnlyList<TRow> Probes)> Ranges { get; init; }

    /// <summary>Tables derived from this one, with their changed groups.</summary>
    public required IReadOnlyList<(IDerivedTable<TRow> Table, HashSet<TRow> Groups)> Derived { get; init; }

    public bool ReadsBefore => Ranges.Count > 0 && Derived.Count > 0;

    public bool NeedsKeys => _removed.Count > 0 || _changed.Count > 0 || Derived.Any(d => d.Groups.Count > 0);

    /// <summary>Adds the change of an entry.</summary>
    /// <param name="entry">A changed entry.</param>
    /// <param name="unique">The columns of unique indexes; null when there are none.</param>
    public void Add(CachedRow<TRow> entry, UniqueColumns<TRow>? unique)
    {
        if (entry.Row is not { } row)
        {
            if (entry.Stored) _removed.Add(entry.Removed!);
            return;
        }
        if (entry.Stored && unique?.HaveChanged(entry.Before, row) == true)
        {
            // Another row may take its old unique value: delete it before any insert.
            _removed.Add(row);
            _added.Add(row);
        }
        else
        {
            (entry.Stored ? _changed : _added).Add(row);
        }
    }

    public async Task BeforeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        foreach (var (derived, groups) in Derived)
        {
            foreach (var (mapping, probes) in Ranges)
            {
                await using var batch = connection.CreateLongBatch();
                batch.BatchCommands.Add(commands.SelectDistinct(derived.GroupColumns, mapping.ProbeColumns, probes));
                await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
                groups.UnionWith(await RowCommands<TRow>.ReadAsync(reader, derived.GroupColumns, cancellationToken));
            }
        }
    }

    public IEnumerable<NpgsqlBatchCommand> Statements()
    {
        // Range statements apply to rows of earlier writes. The rows that were added or changed since then are handled in memory and written afterwards.
        foreach (var (mapping, probes) in Ranges)
        {
            yield return mapping.Kind == MappingKind.DeleteWhere
                ? commands.Delete(mapping.ProbeColumns, probes)
                : commands.SetNull(mapping.NullColumns, mapping.ProbeColumns, probes);
        }
        if (_removed.Count > 0) yield return commands.Delete(table.KeyColumns, _removed);
        if (_changed.Count > 0) yield return commands.Upsert(_changed);
        if (_added.Count is > 0 and < CopyThreshold) yield return commands.Insert(_added);
    }

    public async Task AfterAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (_added.Count >= CopyThreshold) await commands.CopyAsync(connection, _added, cancellationToken);
        foreach (var (derived, groups) in Derived) await derived.RecomputeAsync(connection, groups, cancellationToken);
    }
}
