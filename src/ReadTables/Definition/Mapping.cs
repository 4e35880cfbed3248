using System.Linq.Expressions;
using EventSourced.Contracts;

namespace EventSourced.ReadTables.Definition;

/// <summary>What an event does to rows.</summary>
internal enum MappingKind
{
    /// <summary>Changes one row, created if absent.</summary>
    Fold,

    /// <summary>Changes one row if it is there.</summary>
    Update,

    /// <summary>Adds a row that is never read back.</summary>
    Insert,

    /// <summary>Removes the row of a key.</summary>
    Delete,

    /// <summary>Removes all rows whose columns have the given values.</summary>
    DeleteWhere,
}

/// <summary>One step of a page: a mapping meets an event (and item).</summary>
internal readonly record struct Step<TRow>(Mapping<TRow> Mapping, TRow Probe, object Event, object Item, EventInfo Info);

/// <summary>Where a column's value comes from.</summary>
/// <param name="Column">Column of the table.</param>
/// <param name="Event">Name of the event.</param>
/// <param name="Fields">Fields of the event, as paths; empty for a constant.</param>
/// <param name="Expression">The whole expression.</param>
public sealed record ColumnSource(string Column, string Event, IReadOnlyList<string> Fields, string Expression);

/// <summary>A mapping of one event onto rows of one table.</summary>
internal abstract class Mapping<TRow>
{
    public required MappingKind Kind { get; init; }

    public required Type EventType { get; init; }

    /// <summary>Columns that <see cref="Step{TRow}.Probe"/> carries: the key, or those that delete-where compares.</summary>
    public required IReadOnlyList<Column<TRow>> ProbeColumns { get; init; }

    public required IReadOnlyList<ColumnSource> Sources { get; init; }

    /// <summary>Columns that it may change in a row that is there.</summary>
    public required IReadOnlyList<Column<TRow>> SetColumns { get; init; }

    /// <summary>Names of the columns that are filled from personal members of the event.</summary>
    public required IReadOnlyList<string> PersonalColumns { get; init; }

    /// <summary>The condition on the event, as text; empty when there is none.</summary>
    public required string Condition { get; init; }

    /// <summary>All that decides its meaning, as text.</summary>
    public string Canonical => $"{Kind} {EventType.Name} {Condition} [{string.Join(",", ProbeColumns.Select(c => c.Name))}] {string.Join("; ", Sources.Select(s => $"{s.Column} = {s.Expression}"))}";

    /// <summary>For delete-where: compares rows with the probe.</summary>
    public RowComparer<TRow>? Matcher { get; init; }

    public abstract void Collect(object e, EventInfo info, List<Step<TRow>> steps);

    public abstract void Apply(TRow row, bool created, in Step<TRow> step);
}

/// <summary>Stands for the item of mappings without <c>Each</c>.</summary>
internal sealed class NoItem
{
    public static readonly NoItem Instance = new();
    public static readonly NoItem[] One = [Instance];
}

internal sealed class Mapping<TRow, TEvent, TItem>(
    Func<TEvent, bool>? when, Func<TEvent, IEnumerable<TItem>> items, Func<TEvent, TItem, EventInfo, TRow> probe,
    Action<TRow, TEvent, TItem, EventInfo>? onCreate, Action<TRow, TEvent, TItem, EventInfo>? onEvery) : Mapping<TRow>
    where TEvent : class
{
    public override void Collect(object e, EventInfo info, List<Step<TRow>> steps)
    {
        var typed = (TEvent)e;
        if (when is not null && !when(typed)) return;
        foreach (var item in items(typed))
        {
            var row = probe(typed, item, info);
            // An inserted row is complete at once: it is its own probe.
            if (Kind == MappingKind.Insert)
            {
                onEvery?.Invoke(row, typed, item, info);
                steps.Add(new(this, row, e, NoItem.Instance, info));
            }
            else
            {
                steps.Add(new(this, row, e, item!, info));
            }
        }
    }

    public override void Apply(TRow row, bool created, in Step<TRow> step)
    {
        var (e, item) = ((TEvent)step.Event, (TItem)step.Item);
        if (created) onCreate?.Invoke(row, e, item, step.Info);
        onEvery?.Invoke(row, e, item, step.Info);
    }
}

/// <summary>Brings the lambdas of a definition to one form and compiles them.</summary>
internal sealed class MappingCompiler<TRow, TEvent, TItem>(TableBuilder<TRow> table)
    where TRow : class, IReadTable<TRow> where TEvent : class
{
    private readonly ParameterExpression _row = Expression.Parameter(typeof(TRow), "row");
    private readonly ParameterExpression _event = Expression.Parameter(typeof(TEvent), "e");
    private readonly ParameterExpression _item = Expression.Parameter(typeof(TItem), "item");
    private readonly ParameterExpression _info = Expression.Parameter(typeof(EventInfo), "info");
    private readonly List<(Column<TRow> Column, Expression Value)> _probe = [];
    private readonly List<(Column<TRow> Column, Expression Value)> _onCreate = [];
    private readonly List<(Column<TRow> Column, Expression Value)> _onEvery = [];

    /// <summary>The key of a row or of a deletion; an insert names its key columns among the others.</summary>
    public void Key(TableBuilder<TRow> builder, MappingKind kind, IReadOnlyList<LambdaExpression> key)
    {
        if (kind == MappingKind.Insert) return;
        if (key.Count != builder.KeyColumns.Count)
            throw new InvalidOperationException(
                $"{typeof(TRow).Name}: {typeof(TEvent).Name} gives {key.Count} key value(s), the key has {builder.KeyColumns.Count}. Call Key(…) first and give a value for each column.");
        for (var i = 0; i < key.Count; i++) Probe(builder.KeyColumns[i], key[i]);
    }

    public void Probe(Column<TRow> column, LambdaExpression value) => _probe.Add((column, Normalise(value, column)));

    public void Set(LambdaExpression column, LambdaExpression value) => Add(_onEvery, column, value);

    public void SetOnCreate(LambdaExpression column, LambdaExpression value) => Add(_onCreate, column, value);

    public void Increment(LambdaExpression column, LambdaExpression by)
    {
        var target = table.ColumnOf(column);
        _onEvery.Add((target, Expression.Add(Expression.Property(_row, target.Property), Normalise(by, target))));
    }

    public Mapping<TRow> Build(MappingKind kind, Expression<Func<TEvent, bool>>? when, Func<TEvent, IEnumerable<TItem>> items)
    {
        if (kind is MappingKind.Fold or MappingKind.Update && _onCreate.Concat(_onEvery).Select(s => s.Column).Intersect(table.KeyColumns).FirstOrDefault() is { } key)
            throw new InvalidOperationException($"{typeof(TRow).Name}: {typeof(TEvent).Name} sets the key column {key.Name}. The key comes from Row(…) or Existing(…) and never changes.");
        List<ColumnSource> sources = [.. _probe.Concat(_onCreate).Concat(_onEvery).Select(Source)];
        var probe = Expression.MemberInit(Expression.New(typeof(TRow)), _probe.Select(p => Expression.Bind(p.Column.Property, p.Value)));
        return new Mapping<TRow, TEvent, TItem>(
            when?.Compile(), items,
            Expression.Lambda<Func<TEvent, TItem, EventInfo, TRow>>(probe, _event, _item, _info).Compile(),
            Compile(_onCreate), Compile(_onEvery))
        {
            Kind = kind,
            EventType = typeof(TEvent),
            Condition = when?.ToString() ?? "",
            ProbeColumns = [.. _probe.Select(p => p.Column)],
            SetColumns = [.. _onEvery.Select(s => s.Column).Distinct()],
            Sources = sources,
            PersonalColumns = [.. sources.Where(IsPersonal).Select(s => s.Column).Distinct()],
            Matcher = kind == MappingKind.DeleteWhere ? new RowComparer<TRow>([.. _probe.Select(p => p.Column)]) : null,
        };
    }

    // What a mapping makes of the items of a list may be personal when anything of the event is: which list it was is not known here.
    private static bool IsPersonal(ColumnSource source)
    {
        var personal = typeof(TEvent).GetProperties().Where(p => p.IsDefined(typeof(PersonalAttribute), inherit: false)).Select(p => SnakeCase.Of(p.Name)).ToHashSet();
        var listed = typeof(TItem) != typeof(NoItem) && !typeof(TItem).IsValueType;
        return personal.Count > 0
            && (source.Fields.Any(f => personal.Contains(f.Split('.')[0])) || (listed && (source.Fields.Count == 0 || source.Fields.Any(f => f.StartsWith("item.", StringComparison.Ordinal)))));
    }

    private void Add(List<(Column<TRow>, Expression)> list, LambdaExpression column, LambdaExpression value)
    {
        var target = table.ColumnOf(column);
        list.Add((target, Normalise(value, target)));
    }

    private Action<TRow, TEvent, TItem, EventInfo>? Compile(List<(Column<TRow> Column, Expression Value)> sets) => sets.Count == 0
        ? null
        : Expression.Lambda<Action<TRow, TEvent, TItem, EventInfo>>(
            Expression.Block(sets.Select(s => Expression.Assign(Expression.Property(_row, s.Column.Property), s.Value))),
            _row, _event, _item, _info).Compile();

    private ColumnSource Source((Column<TRow> Column, Expression Value) set)
    {
        var fields = new FieldCollector(_event, _item, _info);
        fields.Visit(set.Value);
        return new(set.Column.Name, table.Events.Of(typeof(TEvent)).Name, [.. fields.Paths.Distinct()], set.Value.ToString());
    }

    // A lambda may take any of row, event, item and info, each at most once: its parameters are told apart by their types.
    private Expression Normalise(LambdaExpression lambda, Column<TRow> target)
    {
        var body = lambda.Body is UnaryExpression { NodeType: ExpressionType.Convert } convert && convert.Type == typeof(object) ? convert.Operand : lambda.Body;
        foreach (var parameter in lambda.Parameters)
        {
            var own = parameter.Type == typeof(TRow) ? _row : parameter.Type == typeof(TEvent) ? _event : parameter.Type == typeof(EventInfo) ? _info : _item;
            body = new Replacer(parameter, own).Visit(body);
        }
        return body.Type == target.Property.PropertyType ? body : Expression.Convert(body, target.Property.PropertyType);
    }

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
