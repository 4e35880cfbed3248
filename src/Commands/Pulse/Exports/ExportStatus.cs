using System.Globalization;
using System.Text.Json.Nodes;
using EventSourced.Commands.Modules;
using EventSourced.Contracts;
using EventSourced.Contracts.Pulse;
using EventSourced.EventStore;

namespace EventSourced.Commands.Pulse.Exports;

/// <summary>The status of the import of an export.</summary>
internal static class ExportStatus
{
    public static ImportStatus Of(IReadOnlyList<IEvent> events)
    {
        var status = new ImportStatus { State = ImportStates.Queued };
        ExportScanned? scanned = null;
        foreach (var e in events)
        {
            switch (e)
            {
                case ExportRegistered { SourceId: null } registered:
                    status = status with { State = ImportStates.Waiting, NextStep = $"It has no source yet. Assign one: {CommandHint.Of($"do pulse.assign_source --export-id {registered.ExportId} --source-id ID")}" };
                    break;
                case ExportSourceAssigned:
                    status = status with { State = ImportStates.Queued, NextStep = null };
                    break;
                case ExportProcessingStarted:
                    status = new ImportStatus { State = ImportStates.Running, Phase = "scan" };
                    scanned = null;
                    break;
                case ExportScanned read:
                    scanned = read;
                    status = status with { Phase = "days", Total = read.DaysTotal, Summary = SummaryOf(read), LeftOut = LeftOutOf(read), Warnings = TextsOf(read.Warnings) };
                    break;
                case ExportDateOrderCorrected corrected when scanned is not null:
                    JsonObject now = new()
                    {
                        ["first_day"] = Date(corrected.FirstDay ?? scanned.FirstDay),
                        ["last_day"] = Date(corrected.LastDay ?? scanned.LastDay),
                        ["date_order"] = corrected.DateOrder,
                    };
                    status = status with { Summary = With(status.Summary, now), Warnings = TextsOf(corrected.Warnings) };
                    break;
                case ExportDaysProcessed days:
                    status = status with { Done = days.DaysProcessed, Summary = With(status.Summary, new() { ["new"] = days.NewMessageCount, ["days"] = days.DaysProcessed }) };
                    break;
                case ExportOverlapDiffered differed:
                    status = status with { Warnings = TextsOf(differed.Warnings) };
                    break;
                case ExportWeeksStarted weeks:
                    status = status with { Phase = "weeks", Done = 0, Total = weeks.WeeksTotal };
                    break;
                case ExportWeeksProcessed weeks:
                    status = status with { Done = weeks.WeeksProcessed, Summary = With(status.Summary, new() { ["weeks"] = weeks.WeeksProcessed }) };
                    break;
                case ExportCompleted:
                    var duplicates = scanned?.MessageCount - status.Summary["new"]?.GetValue<long>();
                    status = status with { State = ImportStates.Completed, Phase = null, Done = 0, Total = null, Summary = With(status.Summary, new() { ["duplicates"] = duplicates ?? 0 }) };
                    break;
                case ExportFailed failed:
                    status = status.Failed(new ImportFault(failed.Code, failed.Error));
                    break;
                case ExportDeleted:
                    status = status with { State = ImportStates.Deleted, Phase = null, Done = 0, Total = null };
                    break;
            }
        }
        return status;
    }

    private static JsonObject SummaryOf(ExportScanned scanned) => new()
    {
        ["messages"] = scanned.MessageCount,
        ["new"] = 0L,
        ["duplicates"] = 0L,
        ["days"] = 0,
        ["weeks"] = 0,
        ["first_day"] = Date(scanned.FirstDay),
        ["last_day"] = Date(scanned.LastDay),
        ["lines"] = scanned.LineCount,
        ["encoding"] = scanned.Encoding,
        ["date_order"] = scanned.DateOrder,
        ["date_order_basis"] = scanned.DateOrderBasis,
    };

    private static IReadOnlyList<ImportLeftOut> LeftOutOf(ExportScanned scanned)
    {
        (string Reason, long? Count)[] all =
        [
            ("system lines written by WhatsApp", scanned.SystemCount), ("notices of WhatsApp with a sender", scanned.NoticeCount), ("lines that do not belong to any message", scanned.LeftOutCount),
        ];
        return [.. all.Where(left => left.Count > 0).Select(left => new ImportLeftOut(left.Reason, left.Count!.Value, []))];
    }

    private static IReadOnlyList<string> TextsOf(IReadOnlyList<ImportWarning>? warnings) => [.. (warnings ?? []).Select(w =>
        $"{w.Message} ({w.Code}, {w.Count}{(w.Lines.Count > 0 ? $"; line {string.Join(", ", w.Lines)}" : "")}{(w.Sample is null ? "" : $"; example: {w.Sample}")})")];

    private static JsonObject With(JsonObject before, JsonObject more)
    {
        var all = (JsonObject)before.DeepClone();
        foreach (var (name, value) in more) all[name] = value?.DeepClone();
        return all;
    }

    private static string Date(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
