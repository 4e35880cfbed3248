using System.Linq.Expressions;
using EventSourced.Contracts;

namespace EventSourced.ReadTables.Definition;

/// <summary>A mapping of the definition, before it is compiled.</summary>
/// <typeparam name="TRow">The row type.</typeparam>
internal abstract class MappingSource<TRow>(MappingKind kind, int line) where TRow : class, IReadTable<TRow>
{
    public MappingKind Kind { get; } = kind;

    /// <summary>First line of the mapping in the definition.</summary>
    public int Line { get; } = line;

    /// <summary>Whether it removes rows.</summary>
    public bool Removes => Kind is MappingKind.Delete or MappingKind.DeleteWhere or MappingKind.ReplaceSet;

    /// <summary>Names of the events, for messages.</summary>
    public abstract string EventNames { get; }

    /// <summary>The key, or the columns that a condition compares.</summary>
    public abstract IReadOnlyList<Column<TRow>> ProbeColumns { get; }

    /// <summary>Compiles it, once for each event type that it applies to. Adds faults to the table's list.</summary>
    public abstract IReadOnlyList<Mapping<TRow>> Build();

    /// <summary>The mapping of a table that refers to this one, for the case that this mapping removes rows.</summary>
    /// <exception cref="FaultException">The event does not identify the child's rows that refer to the removed ones.</exception>
    public abstract MappingSource<TChild> Cascade<TChild>(TableBuilder<TChild> child, TableReference<TChild> reference) where TChild : class, IReadTable<TChild>;
}

/// <summary>A column and the expression of its value. Not generic: each generic type over a row type is loaded again for each table, which is most of a process's start.</summary>
internal readonly record struct ColumnValue(Column Column, Expression Value);

/// <summary>Normalises the lambdas of a mapping and compiles them.</summary>
/// <param name="table">The table.</param>
/// <param name="kind">The mapping's effect.</param>
/// <param name="when">Condition on the event, or null.</param>
/// <param name="items">Items of the event, one per step.</param>
/// <param name="line">Line of the definition.</param>
internal sealed class MappingSource<TRow, TEvent, TItem>(
    TableBuilder<TRow> table, MappingKind kind, Expression<Func<TEvent, bool>>? when, Func<TEvent, IEnumerable<TItem>> items, int line) : MappingSource<TRow>(kind, line)
    where TRow : class, IReadTable<TRow> where TEvent : class
{
    private readonly ParameterExpression _row = Expression.Parameter(typeof(TRow), "row");
    private readonly ParameterExpression _event = Expression.Parameter(typeof(TEvent), "e");
    private readonly ParameterExpression _item = Expression.Parameter(typeof(TItem), "item");
    private readonly ParameterExpression _info = Expression.Parameter(typeof(EventInfo), "info");
    private readonly List<ColumnValue> _probe = [];
    private readonly List<ColumnValue> _onCreate = [];
    private readonly List<ColumnValue> _onEvery = [];
    // Copies depend on the mapping's other columns: they are resolved when these are known.
    private readonly List<Action> _copies = [];
    private LambdaExpression? _at;
    private bool _keepsTimestamps;

    /// <summary>For set-null-where: the columns that become null.</summary>
    public IReadOnlyList<Column<TRow>> NullColumns { get; init; } = [];

    /// <summary>Whether a replace-set of the same event keeps the rows that it sets.</summary>
    public bool KeepsSet { get; init; }

    /// <summary>Event types that the mapping excludes.</summary>
    public IReadOnlyCollection<Type> ExceptEvents { get; init; } = [];

    public override IReadOnlyList<Column<TRow>> ProbeColumns => [.. _probe.Select(p => p.Column).Cast<Column<TRow>>()];

    public override string EventNames => string.Join(", ", EventTypes().Select(t => t.Name).DefaultIfEmpty(typeof(TEvent).Name));

    /// <summary>Sets the key of a row or of a deletion. An insert sets its key columns like the others.</summary>
    public void Key(IReadOnlyList<LambdaExpression> key)
    {
        if (Kind == MappingKind.Insert) return;
        Try(() =>
        {
            if (key.Count != table.KeyColumns.Count)
                throw new FaultException($"The mapping of {typeof(TEvent).Name} has {key.Count} key value(s), but the key has {table.KeyColumns.Count} column(s).", "Call Key(…) before On<…>() and pass one value for each of its columns, in order.");
            for (var i = 0; i < key.Count; i++) _probe.Add(new(table.KeyColumns[i], Normalise(key[i], table.KeyColumns[i])));
        });
    }

    public void Probe(LambdaExpression column, LambdaExpression value) => Add(_probe, column, value);

    public void Set(LambdaExpression column, LambdaExpression value) => Add(_onEvery, column, value);

    public void SetOnCreate(LambdaExpression column, LambdaExpression value) => Add(_onCreate, column, value);

    public void Increment(LambdaExpression column, LambdaExpression by) => Try(() =>
    {
        var target = table.ColumnOf(column);
        _onEvery.Add(new(target, Expression.Add(Expression.Property(_row, target.Property), Normalise(by, target))));
    });

    /// <summary>Sets columns from the members of the same name.</summary>
    public void Copy(IReadOnlyList<LambdaExpression> columns) => _copies.Add(() =>
    {
        foreach (var column in columns) Try(() => Copy(table.ColumnOf(column)));
    });

    /// <summary>Sets every column that nothing else sets from the member of the same name, with some exceptions.</summary>
    public void CopyExcept(IReadOnlyList<LambdaExpression> columns) => _copies.Add(() => Try(() =>
    {
        var except = columns.Select(table.ColumnOf).Concat(_probe.Concat(_onCreate).Concat(_onEvery).Select(s => s.Column)).Concat(table.KeyColumns).Concat(table.TimestampColumns).ToHashSet();
        foreach (var column in table.Columns.Where(c => !except.Contains(c))) Try(() => Copy(column));
    }));

    /// <summary>The member that sets the table's timestamps.</summary>
    public void At(LambdaExpression time) => _at = time;

    public void KeepsTimestamps() => _keepsTimestamps = true;

    public override IReadOnlyList<Mapping<TRow>> Build()
    {
        var types = EventTypes();
        if (types.Count == 0)
        {
            table.Faults.Add($"No event of the catalog is or implements {typeof(TEvent).Name}.", "Give the event an [EventName] and add it to its module's JSON context, or register it with your Marten store by Events.AddEventType.", Line);
            return [];
        }
        if (when is not null) Check(when);
        foreach (var copy in _copies) copy();
        Timestamps();
        Check();
        List<ColumnValue> all = [.. _probe, .. _onCreate, .. _onEvery];
        foreach (var value in all) Check(value.Value);
        if (table.Faults.All.Count > 0) return [];

        var code = new Lazy<MappingCode<TRow, TEvent, TItem>>(() => new(when?.Compile(), CompileProbe(), Compile(_onCreate), Compile(_onEvery)));
        return [.. types.Select(type =>
        {
            List<ColumnSource> sources = [.. all.Select(s => Source(s, type))];
            return new Mapping<TRow, TEvent, TItem>(items, code)
            {
                Kind = Kind,
                EventType = type,
                Condition = when?.ToString() ?? "",
                ProbeColumns = ProbeColumns,
                SetColumns = [.. _onEvery.Select(s => s.Column).Distinct().Cast<Column<TRow>>()],
                NullColumns = NullColumns,
                KeepsSet = KeepsSet,
                Sources = sources,
                PersonalColumns = [.. sources.Where(s => IsPersonal(s, type)).Select(s => s.Column).Distinct()],
                Matcher = Kind is MappingKind.DeleteWhere or MappingKind.SetNullWhere or MappingKind.ReplaceSet
                    ? new RowComparer<TRow>([.. _probe.Select(p => p.Column)], nullsMatch: false)
                    : null,
            };
        })];
    }

    public override MappingSource<TChild> Cascade<TChild>(TableBuilder<TChild> child, TableReference<TChild> reference)
    {
        if (Kind == MappingKind.ReplaceSet)
            throw new FaultException($"It refers to {typeof(TRow).Name}, whose rows {EventNames} replaces as a set: the event does not identify the removed ones.", "Remove the rows that refer to them by a mapping of the event itself, and remove Cascade() or SetNull() from the reference.");
        var own = new MappingSource<TChild, TEvent, TItem>(child, reference.OnDelete == ReferenceAction.Cascade ? MappingKind.DeleteWhere : MappingKind.SetNullWhere, when, items, reference.Line)
        {
            NullColumns = reference.OnDelete == ReferenceAction.SetNull ? [.. reference.Columns.Where(c => c.Nullable)] : [],
            ExceptEvents = ExceptEvents,
        };
        foreach (var (column, value) in _probe)
        {
            var pair = reference.Pairs.FirstOrDefault(p => p.Parent == column.Property.Name);
            if (pair.Child is null)
                throw new FaultException(
                    $"It refers to {typeof(TRow).Name}, whose rows {EventNames} removes by {column.Name}: the reference does not identify the rows that refer to them.",
                    $"Give this table a column with the parent's {column.Name} and declare it: .Along(r => r.{column.Property.Name}, p => p.{column.Property.Name}).");
            own._probe.Add(new(pair.Child, Converted(Replace(Replace(Replace(value, _event, own._event), _item, own._item), _info, own._info), pair.Child)));
        }
        return own;
    }

    private IReadOnlyList<Type> EventTypes() => [.. table.Events.All.Select(e => e.Type).Where(t => t.IsAssignableTo(typeof(TEvent)) && !ExceptEvents.Contains(t))];

    private void Try(Action part) => table.Faults.Try(part, Line);

    private void Check()
    {
        if (Kind is MappingKind.Fold or MappingKind.Update && _onCreate.Concat(_onEvery).Select(s => s.Column).Intersect(table.KeyColumns).FirstOrDefault() is { } key)
            table.Faults.Add($"The mapping of {EventNames} sets the key column {key.Name}.", "Remove it: the key comes from Row(…) or Existing(…) and never changes.", Line);
        foreach (var twice in new[] { _onCreate, _onEvery }.SelectMany(l => l.GroupBy(s => s.Column).Where(g => g.Count() > 1)))
            table.Faults.Add($"The mapping of {EventNames} sets {twice.Key.Name} {twice.Count()} times.", "Set it once: only the last would take effect.", Line);
        if (Kind == MappingKind.Insert && table.KeyColumns.Except(_onEvery.Select(s => s.Column)).FirstOrDefault() is { } missing)
            table.Faults.Add($"The mapping of {EventNames} inserts rows without the key column {missing.Name}.", $"Set it: .Set(r => r.{missing.Property.Name}, …).", Line);
    }

    private void Check(Expression value)
    {
        foreach (var fault in PurityCheck.Of(value)) table.Faults.Add($"The mapping of {EventNames} uses {fault}.", "A mapping must be a function of the event alone: decide the value in the command and record it in the event.", Line);
    }

    private void Timestamps()
    {
        if (_keepsTimestamps || Kind is not (MappingKind.Fold or MappingKind.Update or MappingKind.Insert)) return;
        if (table.CreatedColumn is { } created && Kind != MappingKind.Update) (Kind == MappingKind.Insert ? _onEvery : _onCreate).Add(new(created, Time(created)));
        if (table.UpdatedColumn is { } updated) _onEvery.Add(new(updated, Time(updated)));
    }

    private Expression Time(Column<TRow> column)
    {
        var time = _at is null ? Expression.Property(_info, nameof(EventInfo.RecordedAt)) : Bind(_at);
        return MemberCopy.Convert(time, column.Property.PropertyType)
            ?? throw new InvalidOperationException($"{time.Type} is not a time.");
    }

    private void Copy(Column<TRow> column)
    {
        var name = column.Property.Name;
        var (ofItem, ofEvent) = (typeof(TItem) == typeof(NoItem) ? null : MemberCopy.Find(typeof(TItem), name), MemberCopy.Find(typeof(TEvent), name));
        if (ofItem is not null && ofEvent is not null)
            throw new FaultException($"The mapping of {EventNames} copies {column.Name}, which both the event and its item have.", $"Choose one: .Set(r => r.{name}, (e, item) => item.{name}).");
        Expression member = ofItem is not null ? Expression.MakeMemberAccess(_item, ofItem)
            : ofEvent is not null ? Expression.MakeMemberAccess(_event, ofEvent)
            : throw new FaultException($"The mapping of {EventNames} copies {column.Name}, but the event has no member {name}.", $"Set the column, or exclude it: CopyExcept(r => r.{name}).");
        _onEvery.Add(new(column, MemberCopy.Convert(member, column.Property.PropertyType)
            ?? throw new FaultException($"The mapping of {EventNames} copies {column.Name}, but a {member.Type.Name} cannot be stored in a {column.SqlType} column.", $"Convert it: .Set(r => r.{name}, e => …).")));
    }

    // A value from an item may be personal if any member of the event is: it is unknown here which list the item comes from.
    private static bool IsPersonal(ColumnSource source, Type type)
    {
        var personal = type.GetProperties().Where(p => p.IsDefined(typeof(PersonalAttribute), inherit: false)).Select(p => SnakeCase.Of(p.Name)).ToHashSet();
        var listed = typeof(TItem) != typeof(NoItem) && !typeof(TItem).IsValueType;
        return personal.Count > 0
            && (source.Fields.Any(f => personal.Contains(f.Split('.')[0])) || (listed && (source.Fields.Count == 0 || source.Fields.Any(f => f.StartsWith("item.", StringComparison.Ordinal)))));
    }

    private void Add(List<ColumnValue> list, LambdaExpression column, LambdaExpression value) => Try(() =>
    {
        var target = table.ColumnOf(column);
        list.Add(new(target, Normalise(value, target)));
    });

    private Func<TEvent, TItem, EventInfo, TRow> CompileProbe() => Expression.Lambda<Func<TEvent, TItem, EventInfo, TRow>>(
        Expression.MemberInit(Expression.New(typeof(TRow)), _probe.Select(p => Expression.Bind(p.Column.Property, p.Value))), _event, _item, _info).Compile();

    private Action<TRow, TEvent, TItem, EventInfo>? Compile(List<ColumnValue> sets) => sets.Count == 0
        ? null
        : Expression.Lambda<Action<TRow, TEvent, TItem, EventInfo>>(
            Expression.Block(sets.Select(s => Expression.Assign(Expression.Property(_row, s.Column.Property), s.Value))),
            _row, _event, _item, _info).Compile();

    private ColumnSource Source(ColumnValue set, Type type)
    {
        var fields = new FieldCollector(_event, _item, _info);
        fields.Visit(set.Value);
        return new(set.Column.Name, table.Events.Of(type).Name, [.. fields.Paths.Distinct()], set.Value.ToString());
    }

    private Expression Normalise(LambdaExpression lambda, Column<TRow> target) => Converted(Bind(lambda), target);

    private static Expression Converted(Expression body, Column target) => body.Type == target.Property.PropertyType ? body : Expression.Convert(body, target.Property.PropertyType);

    // A lambda may have parameters for row, event, item and info, each at most once: they are matched by type.
    private Expression Bind(LambdaExpression lambda)
    {
        var body = lambda.Body is UnaryExpression { NodeType: ExpressionType.Convert } convert && convert.Type == typeof(object) ? convert.Operand : lambda.Body;
        foreach (var parameter in lambda.Parameters)
        {
            var own = parameter.Type == typeof(TRow) ? _row : parameter.Type == typeof(TEvent) ? _event : parameter.Type == typeof(EventInfo) ? _info : _item;
            body = Replace(body, parameter, own);
        }
        return body;
    }

    private static Expression Replace(Expression body, ParameterExpression from, ParameterExpression to) => new Replacer(from, to).Visit(body);

    private sealed class Replacer(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }

    private sealed class FieldCollector(ParameterExpression e, ParameterExpression item, ParameterExpression info) : ExpressionVisitor
    {
        public List<string> Paths { get; } = [];

        protected override Expression VisitMember(MemberExpression node)
        {
            if (Path(node) is { } path)
            {
                Paths.Add(path);
                return node;
            }
            return base.VisitMember(node);
        }

        private string? Path(Expression? node) => node switch
        {
            MemberExpression { Expression: ParameterExpression p } m when p == e => SnakeCase.Of(m.Member.Name),
            MemberExpression { Expression: ParameterExpression p } m when p == item => "item." + SnakeCase.Of(m.Member.Name),
            MemberExpression { Expression: ParameterExpression p } m when p == info => "@" + SnakeCase.Of(m.Member.Name),
            MemberExpression m when Path(m.Expression) is { } parent => parent + "." + SnakeCase.Of(m.Member.Name),
            _ => null,
        };
    }
}
