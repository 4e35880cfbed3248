namespace EventSourced.ReadTables.Definition;

/// <summary>The effect of an event on rows.</summary>
internal enum MappingKind
{
    /// <summary>Changes one row, and creates it if it does not exist.</summary>
    Fold,

    /// <summary>Changes one row if it exists.</summary>
    Update,

    /// <summary>Adds a row that is never read back.</summary>
    Insert,

    /// <summary>Removes the row of a key.</summary>
    Delete,

    /// <summary>Removes all rows whose columns have the given values.</summary>
    DeleteWhere,

    /// <summary>Sets columns to null in all rows whose columns have the given values.</summary>
    SetNullWhere,

    /// <summary>Removes the rows of a parent that the event's items do not set.</summary>
    ReplaceSet,
}

/// <summary>One step of a page: a mapping applied to an event (and item).</summary>
internal readonly record struct Step<TRow>(Mapping<TRow> Mapping, TRow Probe, object Event, object Item, EventInfo Info);

/// <summary>The source of a column's value.</summary>
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

    /// <summary>Columns that are set in <see cref="Step{TRow}.Probe"/>: the key, or those that a condition compares.</summary>
    public required IReadOnlyList<Column<TRow>> ProbeColumns { get; init; }

    public required IReadOnlyList<ColumnSource> Sources { get; init; }

    /// <summary>Columns that it may change in an existing row.</summary>
    public required IReadOnlyList<Column<TRow>> SetColumns { get; init; }

    /// <summary>Those of <see cref="SetColumns"/> whose values can be invalid.</summary>
    public Column<TRow>[] CheckedColumns => field ??= [.. SetColumns.Where(c => c.MustCheck)];

    /// <summary>For set-null-where: the columns that become null.</summary>
    public IReadOnlyList<Column<TRow>> NullColumns { get; init; } = [];

    /// <summary>Whether a <see cref="MappingKind.ReplaceSet"/> of the same event keeps the rows that it sets.</summary>
    public bool KeepsSet { get; init; }

    /// <summary>Names of the columns that are filled from personal members of the event.</summary>
    public required IReadOnlyList<string> PersonalColumns { get; init; }

    /// <summary>The condition on the event, as text; empty when there is none.</summary>
    public required string Condition { get; init; }

    /// <summary>Canonical text of the mapping, for the fingerprint.</summary>
    public string Canonical => $"{Kind} {EventType.Name} {Condition} [{string.Join(",", ProbeColumns.Select(c => c.Name))}] {string.Join("; ", Sources.Select(s => $"{s.Column} = {s.Expression}"))}{string.Concat(NullColumns.Select(c => $" null {c.Name}"))}{(KeepsSet ? " set" : "")}";

    /// <summary>Whether it applies to all rows of a condition, in memory and in the database.</summary>
    public bool IsRange => Kind is MappingKind.DeleteWhere or MappingKind.SetNullWhere;

    /// <summary>Whether each step applies to one row, which it identifies by its key.</summary>
    public bool NamesKey => !IsRange && Kind != MappingKind.ReplaceSet;

    /// <summary>For conditions: compares rows with the probe. Null equals nothing, as in SQL.</summary>
    public RowComparer<TRow>? Matcher { get; init; }

    public abstract void Collect(object e, EventInfo info, List<Step<TRow>> steps);

    public abstract void Apply(TRow row, bool created, in Step<TRow> step);
}

/// <summary>The item of mappings without <c>Each</c>.</summary>
internal sealed class NoItem
{
    public static readonly NoItem Instance = new();
    public static readonly NoItem[] One = [Instance];
}

/// <summary>The compiled lambdas of a mapping.</summary>
/// <param name="When">Condition on the event, or null.</param>
/// <param name="Probe">Creates the row with the key, or with the columns that a condition compares.</param>
/// <param name="OnCreate">Sets columns of a new row, or null.</param>
/// <param name="OnEvery">Sets columns of a new or an existing row, or null.</param>
internal sealed record MappingCode<TRow, TEvent, TItem>(
    Func<TEvent, bool>? When, Func<TEvent, TItem, EventInfo, TRow> Probe,
    Action<TRow, TEvent, TItem, EventInfo>? OnCreate, Action<TRow, TEvent, TItem, EventInfo>? OnEvery);

/// <summary>A mapping of one event, or of one of its items.</summary>
/// <param name="items">Items of the event, one per step.</param>
/// <param name="code">Compiled at the first event, because most processes need few mappings.</param>
internal sealed class Mapping<TRow, TEvent, TItem>(Func<TEvent, IEnumerable<TItem>> items, Lazy<MappingCode<TRow, TEvent, TItem>> code) : Mapping<TRow>
    where TEvent : class
{
    private MappingCode<TRow, TEvent, TItem> Code => field ??= code.Value;

    public override void Collect(object e, EventInfo info, List<Step<TRow>> steps)
    {
        var typed = (TEvent)e;
        if (Code.When?.Invoke(typed) == false) return;
        // Without an enumerator, which would be an object for each event.
        switch (items(typed))
        {
            case TItem[] array:
                foreach (var item in array) Collect(typed, item, info, steps);
                break;
            case List<TItem> list:
                foreach (var item in list) Collect(typed, item, info, steps);
                break;
            case var others:
                foreach (var item in others) Collect(typed, item, info, steps);
                break;
        }
    }

    public override void Apply(TRow row, bool created, in Step<TRow> step)
    {
        var (e, item) = ((TEvent)step.Event, (TItem)step.Item);
        if (created) Code.OnCreate?.Invoke(row, e, item, step.Info);
        Code.OnEvery?.Invoke(row, e, item, step.Info);
    }

    private void Collect(TEvent e, TItem item, EventInfo info, List<Step<TRow>> steps)
    {
        var row = Code.Probe(e, item, info);
        // An inserted row is complete already: it is its own probe.
        if (Kind == MappingKind.Insert)
        {
            Code.OnEvery?.Invoke(row, e, item, info);
            steps.Add(new(this, row, e, NoItem.Instance, info));
        }
        else
        {
            steps.Add(new(this, row, e, item!, info));
        }
    }
}
