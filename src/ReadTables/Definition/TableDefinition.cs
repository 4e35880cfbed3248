using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using EventSourced.Contracts;
using EventSourced.EventStore;
using EventSourced.ReadTables.Definition;

namespace EventSourced.ReadTables;

/// <summary>A read table of the catalog: everything that follows from its one definition.</summary>
public abstract class TableDefinition
{
    /// <summary>Module, which is its schema and its lane.</summary>
    public required string Module { get; init; }

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

    /// <summary>SHA-256, hex, over columns, key and mappings. When it changes, the table asks for a new generation. Comments and indexes are not part of it.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Rows are only ever added and removed: they go in by COPY and are never read back.</summary>
    public required bool InsertOnly { get; init; }

    /// <summary>What takes the table through events.</summary>
    /// <param name="options">Which rows, where they are, how many of them to keep in memory; null for the live table.</param>
    internal abstract Runtime.ITableProjector CreateProjector(Runtime.ProjectorOptions? options = null);
}

/// <summary>A read table of the catalog.</summary>
/// <typeparam name="TRow">The row type.</typeparam>
internal sealed partial class TableDefinition<TRow> : TableDefinition where TRow : class, IReadTable<TRow>
{
    public required IReadOnlyList<Column<TRow>> RowColumns { get; init; }

    public required IReadOnlyList<Column<TRow>> KeyColumns { get; init; }

    public required ILookup<Type, Mapping<TRow>> Mappings { get; init; }

    public required DerivedFrom<TRow>? Derivation { get; init; }

    public static TableDefinition<TRow> Build(EventCatalog events)
    {
        var module = ModuleOf(typeof(TRow));
        var name = SnakeCase.Of(typeof(TRow).Name);
        var builder = new TableBuilder<TRow>(events);
        TRow.Define(builder);
        var mappings = builder.BuildMappings();
        if (builder.KeyColumns.Count == 0) throw Invalid("has no key: call Key(…)");
        if (builder.KeyColumns.FirstOrDefault(c => c.Nullable) is { } nullable) throw Invalid($"has the nullable column {nullable.Name} in its key");
        if (builder.Derivation is null == (mappings.Count == 0)) throw Invalid("must either map events or be derived from a table");
        var kinds = mappings.Select(m => m.Kind).ToHashSet();
        if (kinds.Contains(MappingKind.Insert) && kinds.Overlaps([MappingKind.Fold, MappingKind.Update, MappingKind.Delete]))
            throw Invalid("mixes Insert with Row or Delete: a row that is changed later must be mapped by Row");
        var lineage = mappings.Where(m => m.Kind is MappingKind.Fold or MappingKind.Update or MappingKind.Insert).SelectMany(m => m.Sources).ToList();
        if (builder.Derivation is null && builder.Columns.FirstOrDefault(c => lineage.All(l => l.Column != c.Name)) is { } unfilled)
            throw Invalid($"has the column {unfilled.Name} that no event fills");

        return new TableDefinition<TRow>
        {
            Module = module,
            Name = name,
            Description = XmlDocs.Summary(typeof(TRow)) ?? throw Invalid("has no <summary>"),
            RowType = typeof(TRow),
            Columns = builder.Columns,
            RowColumns = builder.Columns,
            Key = builder.KeyColumns,
            KeyColumns = builder.KeyColumns,
            Indexes = builder.Indexes,
            EventTypes = mappings.Select(m => m.EventType).ToHashSet(),
            Mappings = mappings.ToLookup(m => m.EventType),
            Lineage = lineage,
            PersonalColumns = mappings.SelectMany(m => m.PersonalColumns).ToHashSet(),
            SourceRow = builder.Derivation?.SourceRow,
            GroupProperties = builder.Derivation?.GroupProperties ?? [],
            Derivation = builder.Derivation,
            InsertOnly = kinds.Contains(MappingKind.Insert),
            Fingerprint = Hash(builder, mappings),
        };

        InvalidOperationException Invalid(string what) => new($"Read table {module}.{name} ({typeof(TRow)}) {what}.");
    }

    internal override Runtime.ITableProjector CreateProjector(Runtime.ProjectorOptions? options = null) => new Runtime.TableProjector<TRow>(this, options ?? new());

    // Product.Projections.Module; a shorter namespace, as small applications have, is the module by its last part.
    private static string ModuleOf(Type row)
    {
        var parts = row.Namespace?.Split('.') ?? throw new InvalidOperationException($"Read table {row} has no namespace, which names its schema.");
        return SnakeCase.Of(parts[Math.Min(2, parts.Length - 1)]);
    }

    private static string Hash(TableBuilder<TRow> table, IReadOnlyList<Mapping<TRow>> mappings)
    {
        var text = new StringBuilder();
        foreach (var c in table.Columns) text.Append(c.Name).Append(' ').Append(c.SqlType).Append(c.Nullable ? " null" : "").Append('\n');
        text.Append("key ").AppendJoin(',', table.KeyColumns.Select(c => c.Name)).Append('\n');
        text.Append("revision ").Append(table.MeaningRevision).Append('\n');
        foreach (var m in mappings) text.Append(m.Canonical).Append('\n');
        text.Append(table.Derivation?.Canonical);
        // The compiler numbers anonymous types through the whole assembly: the number says nothing about this table.
        var canonical = AnonymousType().Replace(text.ToString(), "anonymous");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
    }

    [GeneratedRegex(@"<>f__AnonymousType\d+(`\d+)?")]
    private static partial Regex AnonymousType();
}
