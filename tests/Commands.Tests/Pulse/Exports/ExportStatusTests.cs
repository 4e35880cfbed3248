using EventSourced.Commands.Modules;
using EventSourced.Contracts;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Tests.Pulse.Exports;

/// <summary>The status of an export's import.</summary>
public sealed class ExportStatusTests
{
    private static readonly Guid s_export = Guid.NewGuid();
    private static readonly ExportRegistered s_registered = new(s_export, "garden", "main", "k", "export-0.txt", "txt", 3, new string('0', 64), true);
    private static readonly ExportScanned s_scanned = new(
        s_export, 10, 3, new DateOnly(2026, 1, 3), new DateOnly(2026, 2, 3), "day_first", "assumed", 14, 2, 1, 1, "utf-8",
        [new ImportWarning("lines_before_first_message", "A line stands before the first message.", 1, [1], "x xxxx")]);

    private static ImportStatus Of(params IReadOnlyList<IEvent> events) => ModuleCatalog.Default.Imports.Single(k => k.Module == "pulse").StatusOf([s_registered, .. events]);

    [Fact]
    public void An_import_is_queued_then_processes_days_and_weeks()
    {
        Assert.Equal(ImportStates.Queued, Of().State);
        List<IEvent> events = [new ExportProcessingStarted(s_export, 1), s_scanned, new ExportDaysProcessed(s_export, [new DateOnly(2026, 1, 3)], 1, 4)];
        var days = Of(events);
        Assert.Equal((ImportStates.Running, "days", 1, 3), (days.State, days.Phase, days.Done, days.Total));
        events.AddRange([new ExportWeeksStarted(s_export, 5), new ExportWeeksProcessed(s_export, 2)]);
        var weeks = Of(events);
        Assert.Equal((ImportStates.Running, "weeks", 2, 5), (weeks.State, weeks.Phase, weeks.Done, weeks.Total));
    }

    [Fact]
    public void A_completed_import_has_figures_and_what_was_left_out()
    {
        var status = Of(new ExportProcessingStarted(s_export, 1), s_scanned, new ExportDaysProcessed(s_export, [], 3, 4), new ExportWeeksStarted(s_export, 5), new ExportCompleted(s_export, null));

        Assert.Equal((ImportStates.Completed, null), (status.State, status.Phase));
        Assert.Equal((10, 4, 6, "2026-01-03"), ((long)status.Summary["messages"]!, (long)status.Summary["new"]!, (long)status.Summary["duplicates"]!, (string)status.Summary["first_day"]!));
        Assert.Equal([2, 1, 1], status.LeftOut.Select(l => l.Count));
        Assert.Equal(["A line stands before the first message. (lines_before_first_message, 1; line 1; example: x xxxx)"], status.Warnings);
    }

    [Fact]
    public void A_new_attempt_resets_the_status_and_a_failure_has_a_reason()
    {
        var failed = Of(new ExportProcessingStarted(s_export, 1), new ExportFailed(s_export, "no_messages", "Nobody writes anything.", false, null));
        Assert.Equal((ImportStates.Failed, "no_messages"), (failed.State, failed.Error!.Code));

        Assert.Null(Of(new ExportProcessingStarted(s_export, 1), new ExportFailed(s_export, "io_error", "x", true, null), new ExportProcessingStarted(s_export, 2)).Error);
    }

    [Fact]
    public void A_correction_by_a_later_export_changes_the_summary()
    {
        var corrected = Of(new ExportProcessingStarted(s_export, 1), s_scanned, new ExportDaysProcessed(s_export, [], 3, 4), new ExportCompleted(s_export, null),
            new ExportDateOrderCorrected(s_export, "month_first", Guid.NewGuid(), [], new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 2), []));

        Assert.Equal(("month_first", "2026-03-01", 4), ((string)corrected.Summary["date_order"]!, (string)corrected.Summary["first_day"]!, (long)corrected.Summary["new"]!));
        Assert.Empty(corrected.Warnings);
    }

    [Fact]
    public void Differences_to_other_exports_are_among_the_warnings()
    {
        var differed = Of(new ExportProcessingStarted(s_export, 1), s_scanned, new ExportOverlapDiffered(s_export, 3, 2, [new("overlap_differs", "Look.", 2, [], null)]), new ExportCompleted(s_export, null));

        Assert.Equal(["Look. (overlap_differs, 2)"], differed.Warnings);
    }
}
