using EventSourced.Contracts;
using EventSourced.ReadTables.Definition;

namespace EventSourced.ReadTables;

/// <summary>A read table of the catalog: everything that follows from its one definition.</summary>
public abstract class TableDefinition
{
    /// <summary>Module, which is its schema.</summary>
    public required string Module { get; init; }

    /// <summary>The lane that keeps it up to date: its module, or <c>module/area</c>.</summary>
    public required string Lane { get; init; }

    /// <summary>Documented name.</summary>
    public required string Name { get; init; }

    /// <summary>Schema and name: <c>shop.orders</c>.</summary>
    public string QualifiedName => $"{Module}.{Name}";

    /// <summary>What the table holds.</summary>
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

    /// <summary>The column that says whose a row is, or null.</summary>
    public required Column? Tenant { get; init; }

    /// <summary>Event records that it handles.</summary>
    public required IReadOnlySet<Type> EventTypes { get; init; }

    /// <summary>Whether it maps an <see cref="IForgetting"/> event.</summary>
    public bool Forgets => EventTypes.Any(t => t.IsAssignableTo(typeof(IForgetting)));

    /// <summary>Names of the columns that are filled from what an event declares <see cref="PersonalAttribute">personal</see>. A derived table names none.</summary>
    public required IReadOnlySet<string> PersonalColumns { get; init; }

    /// <summary>Where the columns' values come from; a derived table has none.</summary>
    public required IReadOnlyList<ColumnSource> Lineage { get; init; }

    /// <summary>The table it is derived from, or null.</summary>
    public required Type? SourceRow { get; init; }

    /// <summary>Of a derived table: for each key column, the property of the source's row that makes the group.</summary>
    public required IReadOnlyList<string> GroupProperties { get; init; }

    /// <summary>SHA-256, hex, over columns, key and mappings. When it changes, the table asks for a new generation. Unique indexes are part of it; comments, other indexes, the tenant and the lane are not.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Rows are only ever added and removed: they go in by COPY and are never read back.</summary>
    public required bool InsertOnly { get; init; }

    /// <summary>What takes the table through events.</summary>
    /// <param name="options">Which rows, where they are, how many of them to keep in memory; null for the live table.</param>
    internal abstract Runtime.ITableProjector CreateProjector(Runtime.ProjectorOptions? options = null);
}

/// <summary>A read table of the catalog.</summary>
/// <typeparam name="TRow">The row type.</typeparam>
internal sealed class TableDefinition<TRow> : TableDefinition where TRow : class, IReadTable<TRow>
{
    public required IReadOnlyList<Column<TRow>> RowColumns { get; init; }

    public required IReadOnlyList<Column<TRow>> KeyColumns { get; init; }

    /// <summary>Columns by which sets of rows are replaced; empty when no mapping does so.</summary>
    public required IReadOnlyList<Column<TRow>> SetColumns { get; init; }

    public required ILookup<Type, Mapping<TRow>> Mappings { get; init; }

    public required DerivedFrom<TRow>? Derivation { get; init; }

    internal override Runtime.ITableProjector CreateProjector(Runtime.ProjectorOptions? options = null) => new Runtime.TableProjector<TRow>(this, options ?? new());
}
