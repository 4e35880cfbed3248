using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using EventSourced.Contracts;
using EventSourced.ReadTables.Definition;

namespace EventSourced.ReadTables;

/// <summary>Builds the definition of a read table.</summary>
/// <typeparam name="TRow">The row type.</typeparam>
public sealed class TableBuilder<TRow> where TRow : class, IReadTable<TRow>
{
    internal TableBuilder(EventCatalog events)
    {
        Events = events;
        Columns = ColumnFactory.Of<TRow>(Faults);
    }

    internal EventCatalog Events { get; }

    internal FaultList Faults { get; } = new(typeof(TRow));

    internal IReadOnlyList<Column<TRow>> Columns { get; }

    internal IReadOnlyList<Column<TRow>> KeyColumns { get; private set; } = [];

    internal List<IndexBuilder<TRow>> Indexes { get; } = [];

    internal List<TableReference<TRow>> AllReferences { get; } = [];

    internal Column<TRow>? TenantColumn { get; private set; }

    internal Column<TRow>? CreatedColumn { get; private set; }

    internal Column<TRow>? UpdatedColumn { get; private set; }

    internal IEnumerable<Column<TRow>> TimestampColumns => new[] { CreatedColumn, UpdatedColumn }.OfType<Column<TRow>>();

    /// <summary>Columns by which sets of rows are replaced; empty when no mapping does so.</summary>
    internal IReadOnlyList<Column<TRow>> SetColumns { get; private set; } = [];

    internal string? AreaName { get; private set; }

    internal int MeaningRevision { get; private set; } = 1;

    internal DerivedFrom<TRow>? Derivation { get; private set; }

    /// <summary>The mappings of the definition.</summary>
    internal List<MappingSource<TRow>> Mappings { get; } = [];

    /// <summary>The mappings that follow from references. They run before the others: rows that an event adds are added after the removal of the parent.</summary>
    internal List<MappingSource<TRow>> ReferenceMappings { get; } = [];

    /// <summary>The documented key, in its documented order. Call it before the mappings.</summary>
    /// <param name="columns">Columns that are not nullable.</param>
    public TableBuilder<TRow> Key(params Expression<Func<TRow, object?>>[] columns)
    {
        Faults.Try(() => KeyColumns = [.. columns.Select(ColumnOf)]);
        return this;
    }

    /// <summary>An index. The query endpoint can filter and order by the columns that it serves.</summary>
    /// <param name="name">Documented name.</param>
    /// <param name="columns">Columns in order.</param>
    public IndexBuilder<TRow> Index(string name, params Expression<Func<TRow, object?>>[] columns)
    {
        var index = new IndexBuilder<TRow>(this, name);
        Faults.Try(() => index.Columns = [.. columns.Select(ColumnOf)]);
        Indexes.Add(index);
        return index;
    }

    /// <summary>
    /// The columns for the time when a row was created and when it last changed. Every mapping that creates a row sets the first, and every mapping that creates
    /// or changes a row sets the second: to the event's recording time, or to another time given by At. The types are timestamptz
    /// (<see cref="DateTimeOffset"/>) or epoch milliseconds (<see cref="long"/>).
    /// </summary>
    /// <param name="created">When the row was created; null when there is no such column.</param>
    /// <param name="updated">When it last changed; null when there is no such column.</param>
    public TableBuilder<TRow> Timestamps(Expression<Func<TRow, object?>>? created, Expression<Func<TRow, object?>>? updated)
    {
        Faults.Try(() => CreatedColumn = created is null ? null : TimeOf(created));
        Faults.Try(() => UpdatedColumn = updated is null ? null : TimeOf(updated));
        return this;
    }

    /// <summary>
    /// The column for the tenant that owns a row. PostgreSQL shows a reader only the rows of the session's tenant (<c>SET es.tenant = '…'</c>), and the query
    /// endpoint only those of the caller's tenant.
    /// </summary>
    /// <param name="column">A text column.</param>
    public TableBuilder<TRow> Tenant(Expression<Func<TRow, string?>> column)
    {
        Faults.Try(() => TenantColumn = ColumnOf(column));
        return this;
    }

    /// <summary>A part of the module whose tables have a lane of their own, <c>module/area</c>: they are updated independently of the module's other tables.</summary>
    /// <param name="name">Name of the area. A derived table has the area of its source.</param>
    public TableBuilder<TRow> Area(string name)
    {
        AreaName = name;
        if (name.Length is 0 or > 40 || name.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '_'))
            Faults.Add($"The name of its area is \"{name}\".", "Use lower-case letters, digits and underscores, at most 40.");
        return this;
    }

    /// <summary>A reference to another table of the module: documented, with an index. The returned builder defines the effect when the other row is removed; by default there is none.</summary>
    /// <param name="columns">Columns of this table, one for each key column of the other, in order.</param>
    /// <typeparam name="TParent">The other table.</typeparam>
    public ReferenceBuilder<TRow, TParent> References<TParent>(params Expression<Func<TRow, object?>>[] columns) where TParent : class, IReadTable<TParent>
    {
        IReadOnlyList<Column<TRow>> own = [];
        Faults.Try(() => own = [.. columns.Select(ColumnOf)]);
        var reference = new TableReference<TRow>(typeof(TParent), own, line: 0);
        AllReferences.Add(reference);
        return new ReferenceBuilder<TRow, TParent>(this, reference);
    }

    /// <summary>A revision number. Increment it when a method that a mapping calls has changed its result: the fingerprint does not include such methods.</summary>
    /// <param name="revision">From 1.</param>
    public TableBuilder<TRow> Revision(int revision)
    {
        MeaningRevision = revision;
        return this;
    }

    /// <summary>Maps an event, or all events that implement an interface.</summary>
    /// <param name="when">Condition on the event; null for all events.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <typeparam name="TEvent">The event, or an interface of several events.</typeparam>
    public EventMapping<TRow, TEvent> On<TEvent>(Expression<Func<TEvent, bool>>? when = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) where TEvent : class
    {
        Faults.File ??= file;
        return new EventMapping<TRow, TEvent>(this, when, line);
    }

    /// <summary>Makes this a derived table: one row per group of another table's rows, recomputed for the groups that a page of events changed.</summary>
    /// <typeparam name="TSource">The other table, of the same module.</typeparam>
    /// <param name="group">For each key column of this table, in order, the column of the other. These columns must never change within a row.</param>
    /// <param name="row">Computes the row of a group from the group's rows in key order; null for no row.</param>
    /// <param name="file">Filled in by the compiler.</param>
    public void DerivedFrom<TSource>(
        IReadOnlyList<Expression<Func<TSource, object?>>> group, Expression<Func<IReadOnlyList<TSource>, TRow?>> row, [CallerFilePath] string file = "")
        where TSource : class, IReadTable<TSource>
    {
        Faults.File ??= file;
        foreach (var fault in PurityCheck.Of(row.Body)) Faults.Add($"The derivation uses {fault}.", "A derived row must be a function of the group's rows alone.");
        Faults.Try(() => Derivation = new DerivedFrom<TRow, TSource>([.. group.Select(PropertyOf)], row));
    }

    internal void Add(MappingSource<TRow> mapping) => Mappings.Add(mapping);

    /// <summary>Sets the columns by which a mapping replaces sets of rows.</summary>
    internal void ReplaceBy(IReadOnlyList<Column<TRow>> columns, int line)
    {
        if (SetColumns.Count > 0 && !SetColumns.SequenceEqual(columns))
            Faults.Add($"It replaces sets of rows by {string.Join(", ", columns.Select(c => c.Name))} and by {string.Join(", ", SetColumns.Select(c => c.Name))}.", "A table has one parent by which sets are replaced: use the same columns, in the same order.", line);
        SetColumns = columns;
    }

    internal Column<TRow> ColumnOf(LambdaExpression column) => ColumnOf(PropertyOf(column));

    internal Column<TRow> ColumnOf(string property) => Columns.FirstOrDefault(c => c.Property.Name == property)
        ?? throw new FaultException($"{property} is not a column.", "A column is a public property with get and init: add it to the row record.");

    internal static string PropertyOf(LambdaExpression column)
    {
        var body = column.Body is UnaryExpression { NodeType: ExpressionType.Convert } convert ? convert.Operand : column.Body;
        return body is MemberExpression { Expression: ParameterExpression } member
            ? member.Member.Name
            : throw new FaultException($"'{column}' is not a column.", "Write r => r.Name.");
    }

    private Column<TRow> TimeOf(LambdaExpression column) => ColumnOf(column) is { SqlType: "timestamptz" or "bigint" } time
        ? time
        : throw new FaultException($"{PropertyOf(column)} cannot hold a timestamp.", "Use DateTimeOffset (timestamptz) or long (epoch milliseconds).");
}
