using System.Globalization;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pulse.Days;
using EventSourced.Commands.Pulse.Sources;
using EventSourced.Commands.Pulse.WhatsApp;
using EventSourced.Contracts.Pulse;
using EventSourced.EventStore;

namespace EventSourced.Commands.Pulse.Exports;

/// <summary>Earlier exports of a source whose guessed date order contradicts a new export.</summary>
/// <param name="Exports">Exports whose days can be moved.</param>
/// <param name="Warnings">Warnings about exports that an admin must correct.</param>
internal sealed record ContradictedExports(IReadOnlyList<Guid> Exports, IReadOnlyList<ImportWarning> Warnings);

/// <summary>
/// Reconciles the order of day and month between the exports of one source: an export that proves it decides for those that do not, whether they are imported later or
/// earlier. The days of earlier exports are moved in the log; their raw objects, which may be deleted, are not needed.
/// </summary>
internal sealed class DateOrderReconciler(StateReader reader, ExportRun run)
{
    private const string CorrectedWarning = "date_order_corrected";
    private IReadOnlyList<ExportState>? _others;

    /// <summary>The order that other exports of the source prove, and the one that they suggest; null if there is none or they contradict each other.</summary>
    public async Task<(DateOrder? Known, DateOrder? Likely)> FindAsync(CancellationToken cancellationToken)
    {
        var orders = (await OthersAsync(cancellationToken)).Where(o => OrderOf(o) is not null).ToLookup(BasisOf, o => OrderOf(o)!.Value);
        return (Only(orders["proven"].Concat(orders["stated"])), Only(orders["running_order"]));

        // With exports from phones of two regions, the order of a third export is unknown.
        static DateOrder? Only(IEnumerable<DateOrder> all) => all.Distinct().ToList() is [var one] ? one : null;
    }

    /// <summary>The earlier exports that were imported with the wrong order according to this file.</summary>
    public async Task<ContradictedExports> ContradictedByAsync(TranscriptScan scan, CancellationToken cancellationToken)
    {
        var (order, basis) = (scan.Form.DateOrder, scan.Form.DateOrderBasis);
        List<Guid> exports = [];
        List<string> fixedDates = [];
        if (order == DateOrder.YearFirst) return new(exports, []);
        // An earlier attempt may have read this file in the other order: its days must not count next to those of this attempt.
        if (OrderOf(run.Export) is { } before && before != order && IsMovable(run.Export)) exports.Add(run.ExportId);
        if (basis is DateOrderBasis.Either or DateOrderBasis.EarlierImport or DateOrderBasis.Assumed) return new(exports, []);
        var strength = DateOrders.StrengthOf(DateOrders.NameOf(basis));
        var others = (await OthersAsync(cancellationToken)).Where(o => OrderOf(o) is { } used && used != order).ToList();
        // If the exports come from phones of two regions, one does not prove the order of another. A stated order still applies to the same file.
        var isOneRegion = !others.Exists(o => BasisOf(o) is "proven" or "stated" && !IsSameFile(o));
        foreach (var other in others)
        {
            var isRefuted = IsSameFile(other) ? basis == DateOrderBasis.Stated : isOneRegion && IsWeaker(other);
            if (!isRefuted) continue;
            if (IsMovable(other)) exports.Add(other.ExportId);
            else fixedDates.Add(other.ExportId.ToString());
        }
        return new(exports, fixedDates.Count == 0 ? [] :
            [new("earlier_dates_contradicted", $"This file shows that the {First(order)} comes first in the dates of the chat. These earlier imports guessed that the {First(Other(order))} comes first, and their days could not be moved because they contain several date formats: {string.Join(", ", fixedDates)}. Clear their days with their hashes (pulse.clear) and import them again with --date-order.",
                fixedDates.Count, [], null)]);

        // Of two exports whose order is inferred from ascending times, the one with more messages is stronger.
        bool IsWeaker(ExportState other) => DateOrders.StrengthOf(BasisOf(other)) is var weight
            && (weight < strength || (weight == strength && basis == DateOrderBasis.RunningOrder && other.LastScanned!.MessageCount < scan.MessageCount));
    }

    /// <summary>Moves the days of exports to the dates of the other order, all in one transaction. Skips exports that are already corrected.</summary>
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

    /// <summary>Days of earlier exports that changed because this export proved their order wrong.</summary>
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
            if (OrderOf(export) is not { } current || current == order) continue;
            wrong.Add(id);
            days.UnionWith(export.AllDays);
            appends.Add(new(export.Stream, ExpectedVersion.Exactly(export.Version), [Corrected(export, order)]));
        }
        if (wrong.Count == 0) return (appends, 0);
        // Include the swapped date of each day. A date that is the same in both orders does not change.
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
            $"The dates of this file do not show whether the day or the month comes first, and they were read with the {First(Other(order))} first. Export {run.ExportId} of the same chat shows that the {First(order)} comes first: the messages were moved to the right days."),
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

    /// <summary>What the order of an export is based on. Older events do not record it; a day above twelve proves it.</summary>
    private static string BasisOf(ExportState export) => export.LastScanned!.DateOrderBasis ?? (export.AllDays.Any(d => DateOrders.Exchanged(d) is null) ? "proven" : "assumed");

    /// <summary>Whether all its days exist in the other order and all its dates have one format.</summary>
    private static bool IsMovable(ExportState export) =>
        export.LastScanned!.Warnings?.Any(w => w.Code == ScanWarnings.JoinedExports) != true && export.AllDays.All(d => DateOrders.Exchanged(d) is not null);

    private bool IsSameFile(ExportState other) => other.Registered!.ContentSha256 == run.Export.Registered!.ContentSha256;

    /// <summary>The order of day and month of an export; null if it has none or if both orders give the same dates.</summary>
    private static DateOrder? OrderOf(ExportState export) =>
        export.LastScanned is { DateOrderBasis: not "either" } scanned && DateOrders.Of(scanned.DateOrder) is { } order && order != DateOrder.YearFirst ? order : null;

    private static DateOrder Other(DateOrder order) => order == DateOrder.MonthFirst ? DateOrder.DayFirst : DateOrder.MonthFirst;

    private static string First(DateOrder order) => order == DateOrder.MonthFirst ? "month" : "day";
}
