using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using EventSourced.Contracts;
using EventSourced.EventStore;

namespace EventSourced.ReadTables.Definition;

/// <summary>A table before it is part of the catalog: its own definition is known, but not yet the effects of other tables.</summary>
internal abstract partial class TableDraft(Type row)
{
    public Type RowType { get; } = row;

    public abstract FaultList Faults { get; }

    public string Module { get; } = ModuleOf(row);

    public string Name { get; protected init; } = "";

    public string QualifiedName => $"{Module}.{Name}";

    public abstract Type? SourceRow { get; }

    public abstract string? Area { get; }

    public abstract IReadOnlyList<Column> Key { get; }

    public abstract IReadOnlyList<TableIndex> Indexes { get; }

    /// <summary>The tables whose removals cascade to this one: their mappings must be resolved first.</summary>
    public abstract IReadOnlyList<Type> CascadesFrom { get; }

    /// <summary>Properties that a reference sets to null.</summary>
    public abstract IReadOnlyList<string> NullProperties { get; }

    /// <summary>For a derived table: the properties of the source's row that identify the group.</summary>
    public abstract IReadOnlyList<string> GroupProperties { get; }

    /// <summary>Completes references and adds the mappings that follow from them: first those that remove rows, parents before children, then those that set null.</summary>
    public abstract void Resolve(IReadOnlyDictionary<Type, TableDraft> all, bool setNull);

    /// <summary>Adds mappings to a table that refers to this one, for the removal of rows of this one.</summary>
    public abstract void CascadeTo<TChild>(TableBuilder<TChild> child, TableReference<TChild> reference) where TChild : class, IReadTable<TChild>;

    /// <summary>The definition; null when it has faults.</summary>
    public abstract TableDefinition? Build(IReadOnlyDictionary<Type, TableDraft> all);

    public static TableDraft Of(Type row, EventCatalog events) => (TableDraft)Activator.CreateInstance(typeof(TableDraft<>).MakeGenericType(row), events)!;

    // Product.Projections.Module. In a shorter namespace, as small applications have, the last part is the module.
    private static string ModuleOf(Type row)
    {
        var parts = row.Namespace?.Split('.') ?? [];
        return parts.Length == 0 ? "" : SnakeCase.Of(parts[Math.Min(2, parts.Length - 1)]);
    }

    // The compiler numbers anonymous types over the whole assembly: the number does not depend on this table.
    [GeneratedRegex(@"<>f__AnonymousType\d+(`\d+)?")]
    protected static partial Regex AnonymousType();
}

/// <inheritdoc/>
internal sealed class TableDraft<TRow> : TableDraft where TRow : class, IReadTable<TRow>
{
    private readonly TableBuilder<TRow> _table;
    private readonly List<TableIndex> _indexes = [];

    public TableDraft(EventCatalog events) : base(typeof(TRow))
    {
        _table = new TableBuilder<TRow>(events);
        var name = "";
        Faults.Try(() => name = DocumentedNames.Of(typeof(TRow)));
        Name = name;
        try
        {
            TRow.Define(_table);
        }
        catch (Exception e)
        {
            Faults.Add($"Define failed: {e.Message}", "Define must only declare the table, without reading or computing anything.");
        }
        _indexes.AddRange(_table.Indexes.Select(i => i.Build()));
    }

    public override FaultList Faults => _table.Faults;

    public override Type? SourceRow => _table.Derivation?.SourceRow;

    public override string? Area => _table.AreaName;

    public override IReadOnlyList<Column> Key => _table.KeyColumns;

    public override IReadOnlyList<TableIndex> Indexes => _indexes;

    public override IReadOnlyList<Type> CascadesFrom => [.. _table.AllReferences.Where(r => r.OnDelete == ReferenceAction.Cascade && r.Parent != typeof(TRow)).Select(r => r.Parent).Distinct()];

    public override IReadOnlyList<string> NullProperties =>
        [.. _table.AllReferences.Where(r => r.OnDelete == ReferenceAction.SetNull).SelectMany(r => r.Columns).Where(c => c.Nullable).Select(c => c.Property.Name)];

    public override IReadOnlyList<string> GroupProperties => _table.Derivation?.GroupProperties ?? [];

    public override void Resolve(IReadOnlyDictionary<Type, TableDraft> all, bool setNull)
    {
        foreach (var reference in _table.AllReferences.Where(r => r.OnDelete == ReferenceAction.SetNull == setNull)) Faults.Try(() => Resolve(reference, all), reference.Line);
        foreach (var mapping in _table.ReferenceMappings) Index(mapping.ProbeColumns);
        Index(_table.SetColumns);
    }

    public override void CascadeTo<TChild>(TableBuilder<TChild> child, TableReference<TChild> reference)
    {
        foreach (var mapping in AllMappings.Where(m => m.Removes).ToList()) child.Faults.Try(() => child.ReferenceMappings.Add(mapping.Cascade(child, reference)), reference.Line);
    }

    public override TableDefinition? Build(IReadOnlyDictionary<Type, TableDraft> all)
    {
        List<Mapping<TRow>> mappings = [.. AllMappings.SelectMany(m => m.Build())];
        Check(mappings);
        if (Faults.All.Count > 0) return null;
        List<ReferenceTo> references = [.. _table.AllReferences.Select(r => new ReferenceTo(r.Columns, all[r.Parent].QualifiedName, all[r.Parent].Key, r.OnDelete))];
        foreach (var reference in references) Document(reference);
        return new TableDefinition<TRow>
        {
            Module = Module,
            Lane = (SourceRow is null ? Area : all[SourceRow].Area) is { } area ? $"{Module}/{area}" : Module,
            Name = Name,
            Description = XmlDocs.Summary(typeof(TRow))!,
            RowType = typeof(TRow),
            Columns = _table.Columns,
            RowColumns = _table.Columns,
            Key = _table.KeyColumns,
            KeyColumns = _table.KeyColumns,
            Indexes = _indexes,
            References = references,
            Tenant = _table.TenantColumn,
            SetColumns = _table.SetColumns,
            EventTypes = mappings.Select(m => m.EventType).ToHashSet(),
            Mappings = mappings.GroupBy(m => m.EventType).ToFrozenDictionary(g => g.Key, g => g.ToArray()),
            Lineage = [.. SourcesOf(mappings)],
            PersonalColumns = mappings.SelectMany(m => m.PersonalColumns).ToHashSet(),
            SourceRow = SourceRow,
            GroupProperties = GroupProperties,
            Derivation = _table.Derivation,
            InsertOnly = mappings.Any(m => m.Kind == MappingKind.Insert),
            Fingerprint = Hash(mappings),
        };
    }

    private IEnumerable<MappingSource<TRow>> AllMappings => _table.ReferenceMappings.Concat(_table.Mappings);

    private void Resolve(TableReference<TRow> reference, IReadOnlyDictionary<Type, TableDraft> all)
    {
        if (!all.TryGetValue(reference.Parent, out var parent)) throw new FaultException($"It refers to {reference.Parent.Name}, which is not a read table of the catalog.", "Scan the assembly that contains it, or remove the reference.");
        if (parent.Module != Module) throw new FaultException($"It refers to {parent.QualifiedName}, a table of another module.", "Modules must not refer to each other: keep the value without a reference.");
        reference.Resolve(parent.Key);
        Index(reference.Columns);
        if (reference.OnDelete == ReferenceAction.None) return;
        if (SourceRow is not null) throw new FaultException("It is derived from another table, so its rows follow from that table alone.", "Move Cascade() or SetNull() to the reference of the table that it is derived from.");
        if (parent.SourceRow is not null) throw new FaultException($"It refers to {parent.QualifiedName}, which is derived: no event identifies its removed rows.", $"Refer to {parent.SourceRow.Name} instead, or remove Cascade() or SetNull() from the reference.");
        if (reference.OnDelete == ReferenceAction.SetNull && NullProperties.Count == 0) throw new FaultException($"It sets {string.Join(", ", reference.Columns.Select(c => c.Name))} to null when the row of {parent.QualifiedName} is removed, but none of them is nullable.", "Make the property nullable, or remove the row too: Cascade().");
        if (reference.OnDelete == ReferenceAction.SetNull && reference.Columns.Any(c => c.Nullable && _table.KeyColumns.Contains(c))) throw new FaultException("It sets a column of its key to null.", "A key never changes. Remove the row too: Cascade().");
        if (parent == this && reference.OnDelete == ReferenceAction.Cascade) throw new FaultException("It refers to itself and cascades: the event does not contain the levels of rows to remove.", "Use SetNull(), or list all removed rows in the event.");
        parent.CascadeTo(_table, reference);
    }

    /// <summary>Adds an index on these columns, unless one serves them already.</summary>
    private void Index(IReadOnlyList<Column<TRow>> columns)
    {
        if (columns.Count == 0 || Serves(_table.KeyColumns) || _indexes.Any(i => i.Where is null && Serves(i.Columns))) return;
        var name = $"ix_{Name}_{string.Join("_", columns.Select(c => c.Name))}";
        // PostgreSQL truncates names to 63 bytes.
        if (name.Length > 63) name = $"{name[..54]}_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8]}";
        _indexes.Add(new(name, columns, Unique: false));

        bool Serves(IReadOnlyList<Column> path) => path.Count >= columns.Count && path.Take(columns.Count).ToHashSet().SetEquals(columns);
    }

    private static IEnumerable<ColumnSource> SourcesOf(IEnumerable<Mapping<TRow>> mappings) =>
        mappings.Where(m => m.Kind is MappingKind.Fold or MappingKind.Update or MappingKind.Insert).SelectMany(m => m.Sources);

    private void Check(List<Mapping<TRow>> mappings)
    {
        if (Module.Length == 0) Faults.Add("It has no namespace.", "Move it into one: its third part is the module, which is the schema.");
        if (XmlDocs.Summary(typeof(TRow)) is null) Faults.Add("It has no <summary>.", "Write one: it becomes the table's comment and API description.");
        foreach (var twice in _table.Columns.GroupBy(c => c.Name).Where(g => g.Count() > 1))
            Faults.Add($"The columns {string.Join(" and ", twice.Select(c => c.Property.Name))} have the same name {twice.Key}.", "Give one another [DocumentedName].");
        if (_table.KeyColumns.Count == 0) Faults.Add("It has no key.", "Call Key(…) with the documented key columns.");
        foreach (var column in _table.KeyColumns.Where(c => c.Nullable)) Faults.Add($"The key column {column.Name} is nullable.", "Make the property required and not nullable.");
        foreach (var index in _indexes.Where(i => i.Columns.Count == 0)) Faults.Add($"The index {index.Name} has no columns.", "Add them: Index(\"name\", r => r.Column).");
        if (_table.Derivation is null == (_table.Mappings.Count == 0)) Faults.Add(_table.Derivation is null ? "It maps no event." : "It is derived from a table and maps events too.", "Either map events with On<…>(), or call DerivedFrom(…).");
        if (_table.Derivation is not null)
        {
            if (_table.Derivation.GroupProperties.Count != _table.KeyColumns.Count)
                Faults.Add($"It is derived over {_table.Derivation.GroupProperties.Count} column(s), but its key has {_table.KeyColumns.Count}.", "Pass one column of the source for each key column, in order.");
            if (_table.TimestampColumns.Any()) Faults.Add("It is derived from a table and calls Timestamps(…).", "Compute them from the group's rows in DerivedFrom(…).");
            return;
        }
        if (Faults.All.Count > 0) return;
        var kinds = mappings.Select(m => m.Kind).ToHashSet();
        if (kinds.Contains(MappingKind.Insert) && kinds.Overlaps([MappingKind.Fold, MappingKind.Update, MappingKind.Delete]))
            Faults.Add("It mixes Insert with Row, Existing, Replace or Delete.", "Use Row(…) for a row that a later event changes or removes by its key.");
        foreach (var twice in mappings.Where(m => m.Kind == MappingKind.ReplaceSet).GroupBy(m => m.EventType).Where(g => g.Count() > 1))
            Faults.Add($"{twice.Key.Name} replaces a set of rows {twice.Count()} times.", "Combine its items into one list: the second would remove the rows of the first.");
        var filled = SourcesOf(mappings).Select(s => s.Column).ToHashSet();
        foreach (var column in _table.Columns.Where(c => !filled.Contains(c.Name))) Faults.Add($"No event fills the column {column.Name}.", $"Set it in a mapping: .Set(r => r.{column.Property.Name}, e => …).");
    }

    private static void Document(ReferenceTo reference)
    {
        var action = reference.OnDelete switch
        {
            ReferenceAction.Cascade => "; the row is removed with it",
            ReferenceAction.SetNull => "; null once that is removed",
            _ => "",
        };
        foreach (var (column, parent) in reference.Columns.Zip(reference.TableColumns)) column.ReferenceNote += $" Refers to {reference.Table}.{parent.Name}{action}.";
    }

    private string Hash(List<Mapping<TRow>> mappings)
    {
        var text = new StringBuilder();
        foreach (var c in _table.Columns) text.Append(c.Name).Append(' ').Append(c.SqlType).Append(c.Nullable ? " null" : "").Append('\n');
        text.Append("key ").AppendJoin(',', _table.KeyColumns.Select(c => c.Name)).Append('\n');
        text.Append("revision ").Append(_table.MeaningRevision).Append('\n');
        // Included, so that rows that violate a new unique index fail the build of a generation and not the start of a worker.
        foreach (var i in _indexes.Where(i => i.Unique)) text.Append("unique ").AppendJoin(',', i.Columns.Select(c => c.Name)).Append(' ').Append(i.Where).Append('\n');
        foreach (var m in mappings) text.Append(m.Canonical).Append('\n');
        text.Append(_table.Derivation?.Canonical);
        var canonical = AnonymousType().Replace(text.ToString(), "anonymous");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
    }
}
