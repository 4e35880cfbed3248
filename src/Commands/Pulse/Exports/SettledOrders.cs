using System.Globalization;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pulse.Days;
using EventSourced.Commands.Pulse.Sources;
using EventSourced.Commands.Pulse.WhatsApp;
using EventSourced.Contracts.Pulse;
using EventSourced.EventStore;

namespace EventSourced.Commands.Pulse.Exports;

/// <summary>Earlier exports of a source whose guessed order of dates a new one shows to be wrong.</summary>
/// <param name="Exports">Those whose days can be moved.</param>
/// <param name="Warnings">About those that an admin has to look after.</param>
internal sealed record ContradictedExports(IReadOnlyList<Guid> Exports, IReadOnlyList<ImportWarning> Warnings);

/// <summary>
/// What the exports of one source tell each other about the order of day and month: one that tells it settles it for those that do not tell, be they imported later
/// or earlier. The days of earlier ones are moved in the log; their raw objects, which may be gone, are not needed.
/// </summary>
internal sealed class SettledOrders(StateReader reader, ExportRun run)
{
    private const string CorrectedWarning = "date_order_corrected";
    private IReadOnlyList<ExportState>? _others;

    /// <summary>The order that other exports of the source prove, and the one that they suggest; null when none does, or when they contradict each other.</summary>
    public async Task<(DateOrder? Known, DateOrder? Likely)> FindAsync(CancellationToken cancellationToken)
    {
        var orders = (await OthersAsync(cancellationToken)).Where(o => OrderOf(o) is not null).ToLookup(BasisOf, o => OrderOf(o)!.Value);
        return (Only(orders["proven"].Concat(orders["stated"])), Only(orders["running_order"]));

        // Exports of phones of two regions: none of them tells about a third.
        static DateOrder? Only(IEnumerable<DateOrder> all) => all.Distinct().ToList() is [var one] ? one : null;
    }

    /// <summary>The earlier exports that a file shows to be read wrong.</summary>
    public async Task<ContradictedExports> ContradictedByAsync(TranscriptScan scan, CancellationToken cancellationToken)
    {
        var (order, basis) = (scan.Form.DateOrder, scan.Form.DateOrderBasis);
        List<Guid> exports = [];
        List<string> fixedDates = [];
        if (order == DateOrder.YearFirst) return new(exports, []);
        // An earlier attempt may have read this file in the other order: what it recorded must not count beside what this one records.
        if (OrderOf(run.Export) is { } before && before != order && IsMovable(run.Export)) exports.Add(run.ExportId);
        if (basis is DateOrderBasis.Either or DateOrderBasis.EarlierImport or DateOrderBasis.Assumed) return new(exports, []);
        var strength = DateOrders.StrengthOf(DateOrders.NameOf(basis));
        var others = (await OthersAsync(cancellationToken)).Where(o => OrderOf(o) is { } its && its != order).ToList();
        // Phones of two regions: the order of one does not tell that of the other. What the uploader states of the same file does.
        var isOneRegion = !others.Exists(o => BasisOf(o) is "proven" or "stated" && !IsSameFile(o));
        foreach (var other in others)
        {
            var isRefuted = IsSameFile(other) ? basis == DateOrderBasis.Stated : isOneRegion && IsWeaker(other);
            if (!isRefuted) continue;
            if (IsMovable(other)) exports.Add(other.ExportId);
            else fixedDates.Add(other.ExportId.ToString());
        }
        return new(exports, fixedDates.Count == 0 ? [] :
            [new("earlier_dates_contradicted", $"This file shows that the {First(order)} comes first in the dates of the chat. These earlier imports were read with the {First(Other(order))} first by a guess and hold several forms of dates, so that their days could not be moved: {string.Join(", ", fixedDates)}. Clear their days with their hashes (pulse.clear) and import them again with --date-order.",
                fixedDates.Count, [], null)]);

        // Of two that rest on the running order of times, the one with more messages knows more.
        bool IsWeaker(ExportState other) => DateOrders.StrengthOf(BasisOf(other)) is var its
            && (its < strength || (its == strength && basis == DateOrderBasis.RunningOrder && other.LastScanned!.MessageCount < scan.MessageCount));
    }

    /// <summary>Moves the days of exports to the dates of the other order, all in one transaction. Does nothing about those that were corrected before.</summary>
    public async Task CorrectAsync(IReadOnlyList<Guid> exports, DateOrder order, CancellationToken cancellationToken)
    {
        if (exports.Count == 0) return;
        var own = -1;
        await run.AppendAsync(async () =>
        {
            var (appends, weight) = await DecideAsync(exports, order, cancellationToken);
            if (appends.Count == 0) return null;
            own = appends.FindIndex(a => a.StreamId == run.Export.Stream);
            return new RunStep(own < 0 ? [] : appends[own].Events, [.. appends.Where(a => a.StreamId != run.Export.Stream)], weight);
        }, cancellationToken);
        if (own >= 0) await run.ReloadAsync(cancellationToken);
    }

    /// <summary>Days that earlier exports have left or reached because this export proved their order wrong.</summary>
    public async Task<IReadOnlyCollection<DateOnly>> CorrectedDaysAsync(CancellationToken cancellationToken) =>
        [.. (await OthersAsync(cancellationToken)).SelectMany(o => o.DaysCorrectedBy(run.ExportId)).Distinct()];

    private async Task<(List<StreamAppend> Appends, int Weight)> DecideAsync(IReadOnlyList<Guid> exports, DateOrder order, CancellationToken cancellationToken)
    {
        List<StreamAppend> appends = [];
        var wrong = new HashSet<Guid>();
        SortedSet<DateOnly> days = [];
        foreach (var id in exports)
        {
            var export = await reader.LoadAsync(new ExportState(id), cancellationToken);
            if (OrderOf(export) is not { } its || its == order) continue;
            wrong.Add(id);
            days.UnionWith(export.AllDays);
            appends.Add(new(export.Stream, ExpectedVersion.Exactly(export.Version), [Corrected(export, order)]));
        }
        if (wrong.Count == 0) return (appends, 0);
        // The other day of each of them, too. A day that is the same in both orders stays.
        days = [.. days.Concat(days.Select(d => DateOrders.Exchanged(d)!.Value)).Where(d => DateOrders.Exchanged(d) != d)];
        var states = (await reader.LoadAllAsync([.. days.Select(d => new DayState(run.Source, d))], null, cancellationToken)).ToDictionary(s => s.Date);
        var weight = 0;
        foreach (var day in days)
        {
            var events = DayDecider.Move(states[day], states[DateOrders.Exchanged(day)!.Value], wrong);
            if (events.Count == 0) continue;
            weight += events.OfType<DayMessagesRecorded>().Sum(e => e.ContentHashes.Count);
            appends.Add(new(states[day].Stream, ExpectedVersion.Exactly(states[day].Version), events));
        }
        return (appends, weight);
    }

    private ExportDateOrderCorrected Corrected(ExportState export, DateOrder order)
    {
        var before = export.AllDays;
        SortedSet<DateOnly> after = [.. before.Select(d => DateOrders.Exchanged(d)!.Value)];
        SortedSet<DateOnly> changed = [.. before.Concat(after).Where(d => DateOrders.Exchanged(d) != d)];
        var warning = new ImportWarning(CorrectedWarning, string.Create(CultureInfo.InvariantCulture,
            $"The dates of this file do not tell whether the day or the month comes first, and they were read with the {First(Other(order))} first. Export {run.ExportId} of the same chat shows that the {First(order)} comes first: the messages were moved to their days."),
            before.Count(d => DateOrders.Exchanged(d) != d), [], null);
        return new(export.ExportId, DateOrders.NameOf(order), run.ExportId, [.. changed], after.Count == 0 ? null : after.Min, after.Count == 0 ? null : after.Max,
            [.. (export.LastScanned!.Warnings ?? []).Where(w => w.Code is not (ScanWarnings.DateOrderAssumed or CorrectedWarning)), warning]);
    }

    private async Task<IReadOnlyList<ExportState>> OthersAsync(CancellationToken cancellationToken)
    {
        if (_others is not null) return _others;
        var source = await reader.LoadAsync(new SourceState(run.Source), cancellationToken);
        return _others = await reader.LoadAllAsync([.. source.Exports.Where(e => e != run.ExportId).Select(e => new ExportState(e))], null, cancellationToken);
    }

    /// <summary>What the order of an export rests on. Older events do not tell; a day above twelve proves it.</summary>
    private static string BasisOf(ExportState export) => export.LastScanned!.DateOrderBasis ?? (export.AllDays.Any(d => DateOrders.Exchanged(d) is null) ? "proven" : "assumed");

    /// <summary>Whether the dates of all its days exist in the other order, and are written in one form.</summary>
    private static bool IsMovable(ExportState export) =>
        export.LastScanned!.Warnings?.Any(w => w.Code == ScanWarnings.JoinedExports) != true && export.AllDays.All(d => DateOrders.Exchanged(d) is not null);

    private bool IsSameFile(ExportState other) => other.Registered!.ContentSha256 == run.Export.Registered!.ContentSha256;

    /// <summary>The order of day and month of an export; null when it has none or when both give the same dates.</summary>
    private static DateOrder? OrderOf(ExportState export) =>
        export.LastScanned is { DateOrderBasis: not "either" } scanned && DateOrders.Of(scanned.DateOrder) is { } order && order != DateOrder.YearFirst ? order : null;

    private static DateOrder Other(DateOrder order) => order == DateOrder.MonthFirst ? DateOrder.DayFirst : DateOrder.MonthFirst;

    private static string First(DateOrder order) => order == DateOrder.MonthFirst ? "month" : "day";
}
