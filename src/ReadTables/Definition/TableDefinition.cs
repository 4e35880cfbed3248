using System.Collections.Frozen;
using EventSourced.Contracts;
using EventSourced.ReadTables.Definition;

namespace EventSourced.ReadTables;

/// <summary>A read table of the catalog, with everything that follows from its definition.</summary>
public abstract class TableDefinition
{
    /// <summary>Module, which is its schema.</summary>
    public required string Module { get; init; }

    /// <summary>The lane that updates it: its module, or <c>module/area</c>.</summary>
    public required string Lane { get; init; }

    /// <summary>Documented name.</summary>
    public required string Name { get; init; }

    /// <summary>Schema and name: <c>shop.orders</c>.</summary>
    public string QualifiedName => $"{Module}.{Name}";

    /// <summary>Its documentation.</summary>
    public required string Description { get; init; }

    /// <summary>The row record.</summary>
    public required Type RowType { get; init; }

    /// <summary>Columns in documented order.</summary>
    public required IReadOnlyList<Column> Columns { get; init; }

    /// <summary>The key, in order.</summary>
    public required IReadOnlyList<Column> Key { get; init; }

    /// <summary>Indexes besides the key.</summary>
    public required IReadOnlyList<TableIndex> Indexes { get; init; }

    /// <summary>Its references to other tables.</summary>
    public required IReadOnlyList<ReferenceTo> References { get; init; }

    /// <summary>The column for the tenant that owns a row, or null.</summary>
    public required Column? Tenant { get; init; }

    /// <summary>Event records that it handles.</summary>
    public required IReadOnlySet<Type> EventTypes { get; init; }

    /// <summary>Names of the columns that are filled from <see cref="PersonalAttribute">personal</see> members of events. Empty for a derived table.</summary>
    public required IReadOnlySet<string> PersonalColumns { get; init; }

    /// <summary>The sources of the columns' values; empty for a derived table.</summary>
    public required IReadOnlyList<ColumnSource> Lineage { get; init; }

    /// <summary>The table it is derived from, or null.</summary>
    public required Type? SourceRow { get; init; }

    /// <summary>For a derived table: for each key column, the property of the source's row that identifies the group.</summary>
    public required IReadOnlyList<string> GroupProperties { get; init; }

    /// <summary>SHA-256, hex, over columns, key and mappings. When it changes, the table needs a new generation. It includes unique indexes; comments, other indexes, the tenant and the lane are not included.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Whether rows are only added and removed: they are written by COPY and never read back.</summary>
    public required bool InsertOnly { get; init; }

    /// <summary>Creates the projector, which applies events to the table.</summary>
    /// <param name="options">Which rows, their schema and the size of the cache; null for the live table.</param>
    internal abstract Runtime.ITableProjector CreateProjector(Runtime.ProjectorOptions? options = null);
}

/// <summary>A read table of the catalog.</summary>
/// <typeparam name="TRow">The row type.</typeparam>
internal sealed class TableDefinition<TRow> : TableDefinition where TRow : class, IReadTable<TRow>
{
    public required IReadOnlyList<Column<TRow>> RowColumns { get; init; }

    /// <summary>The columns whose values can be invalid.</summary>
    public Column<TRow>[] CheckedColumns => field ??= [.. RowColumns.Where(c => c.MustCheck)];

    public required IReadOnlyList<Column<TRow>> KeyColumns { get; init; }

    /// <summary>Columns by which sets of rows are replaced; empty when no mapping does so.</summary>
    public required IReadOnlyList<Column<TRow>> SetColumns { get; init; }

    /// <summary>The mappings by the event that they apply to.</summary>
    public required FrozenDictionary<Type, Mapping<TRow>[]> Mappings { private get; init; }

    public required DerivedFrom<TRow>? Derivation { get; init; }

    /// <summary>The mappings of an event, in order; empty when the table does not handle it.</summary>
    /// <param name="eventType">The event.</param>
    public Mapping<TRow>[] MappingsOf(Type eventType) => Mappings.GetValueOrDefault(eventType, []);

    /// <summary>The hash of a row's key, for filters.</summary>
    public Func<TRow, long> HashKey => field ??= KeyHash.Compile<TRow>(KeyColumns);

    /// <summary>The hash of the parent in whose set a row is, for filters.</summary>
    public Func<TRow, long> HashParent => field ??= KeyHash.Compile<TRow>(SetColumns);

    /// <summary>Writes a row for COPY.</summary>
    public Action<Runtime.CopyRows, TRow> Encode => field ??= RowEncoder.Compile<TRow>(Columns);

    internal override Runtime.ITableProjector CreateProjector(Runtime.ProjectorOptions? options = null) => new Runtime.TableProjector<TRow>(this, options ?? new());
}
