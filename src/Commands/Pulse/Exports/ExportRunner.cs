using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pulse.Analysis;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Commands.Pulse.Sources;
using EventSourced.Commands.Pulse.Weeks;
using EventSourced.Commands.Pulse.WhatsApp;
using EventSourced.Contracts;
using EventSourced.Contracts.Pulse;
using EventSourced.EventStore;

namespace EventSourced.Commands.Pulse.Exports;

/// <summary>Processes one export from its current stage to its end. It can be stopped at any step and run again.</summary>
internal sealed class ExportRunner(
    StateReader reader, IObjectStore objects, ISecretStore secrets, IDayAnalyser analyser, WeekRefresher weeks, ImportOptions options, TimeProvider time)
{
    public async Task RunAsync(CommunityState community, SourceScope source, QueuedExport queued, CancellationToken cancellationToken)
    {
        var run = await BeginAsync(community, source, queued, cancellationToken);
        var stage = run.Export.Stage;
        if (!run.Export.Exists || (run.Export.Attempt >= queued.Attempt && !run.Export.IsRunning))
        {
            // Already finished: only remove it from the queue.
            await run.EndAsync(_ => Decision.Nothing.AndAtAnyVersion(source.Stream, new ExportDequeued(source.CommunityId, source.SourceId, queued.ExportId)), cancellationToken);
            return;
        }
        if (run.Export.Attempt < queued.Attempt)
        {
            await run.AppendAsync([new ExportProcessingStarted(run.ExportId, queued.Attempt)], [], 0, cancellationToken);
            stage = ExportStage.Days;
        }
        IReadOnlyCollection<DateOnly> days = run.Export.DaysDone(queued.BaseAttempt);
        ExportOverlapDiffered? differed = null;
        if (stage == ExportStage.Days) (days, differed) = await DaysAsync(run, cancellationToken);
        await WeeksAsync(run, days, differed, started: stage == ExportStage.Weeks, cancellationToken);
        await run.EndAsync(c => ExportDecider.Complete(c, run.Export, run.Now), cancellationToken);
    }

    /// <summary>Records that the attempt failed. Does nothing if the attempt has already ended.</summary>
    public async Task FailAsync(
        CommunityState community, SourceScope source, QueuedExport queued, string code, string error, bool recoverable, CancellationToken cancellationToken)
    {
        var run = await BeginAsync(community, source, queued, cancellationToken);
        if (!run.Export.IsRunning || run.Export.Attempt != queued.Attempt) return;
        await run.EndAsync(c => ExportDecider.Fail(c, run.Export, run.Now, code, error, recoverable), cancellationToken);
    }

    private async Task<ExportRun> BeginAsync(CommunityState community, SourceScope source, QueuedExport queued, CancellationToken cancellationToken) =>
        new(reader, time, community, source, queued, await reader.LoadAsync(new ExportState(queued.ExportId), cancellationToken));

    private async Task<(IReadOnlyCollection<DateOnly> Days, ExportOverlapDiffered? Differed)> DaysAsync(ExportRun run, CancellationToken cancellationToken)
    {
        var registered = run.Export.Registered!;
        await using var upload = await objects.OpenReadAsync(registered.ObjectKey, cancellationToken);
        using var opened = ExportArchive.Open(upload, registered.FileType, options.TempFolder, options.Limits, cancellationToken);
        var reconciler = new DateOrderReconciler(reader, run);
        var (known, likely) = await reconciler.FindAsync(cancellationToken);
        // Uses the day of the upload instead of today, so that every attempt reads the file in the same way.
        var scan = TranscriptScanner.Scan(opened.Transcript, cancellationToken, options: new ScanOptions(
            DateOrders.Of(registered.DateOrder), run.Export.CorrectedOrder ?? known, DateOnly.FromDateTime(run.Export.RegisteredAt.UtcDateTime), likely));
        var contradicted = await reconciler.ContradictedByAsync(scan, cancellationToken);
        ImportWarning[] warnings = [.. scan.Warnings, .. opened.Warnings, .. contradicted.Warnings];
        // Must come first, so that an attempt that continues after an interruption finds them again.
        await reconciler.CorrectAsync(contradicted.Exports, scan.Form.DateOrder, cancellationToken);
        if (run.Export.Scanned is null || run.Export.Attempt < run.Queued.Attempt)
        {
            await run.AppendAsync(
                [new ExportScanned(run.ExportId, scan.MessageCount, scan.MessagesPerDay.Count, scan.FirstDay, scan.LastDay, DateOrders.NameOf(scan.Form.DateOrder),
                    DateOrders.NameOf(scan.Form.DateOrderBasis), scan.LineCount, scan.SystemCount, scan.NoticeCount, scan.LinesBefore + scan.OtherFormLines, scan.Encoding,
                    warnings.Length == 0 ? null : warnings)],
                [], 0, cancellationToken);
        }
        // The key is never created here: with a new key every known message would count as new.
        var key = await secrets.FindAsync(run.Source.Community.KeyName, cancellationToken);
        if (key is null)
        {
            await run.CheckCommunityAsync(cancellationToken);
            throw new HashKeyMissingException(run.Source.CommunityId);
        }
        var pass = new DayImporter(reader, analyser, options, run, key);
        if (pass.Done.Count < scan.MessagesPerDay.Count) await pass.ReadAsync(opened.Transcript, scan, cancellationToken);
        return (pass.Done, OverlapWarning.Of(run.ExportId, pass.Difference, run.Export.Scanned?.Warnings ?? warnings));
    }

    private async Task WeeksAsync(ExportRun run, IReadOnlyCollection<DateOnly> days, ExportOverlapDiffered? differed, bool started, CancellationToken cancellationToken)
    {
        SortedSet<DateOnly> touched = [.. days.Select(PulseStreams.WeekOf)];
        // Weeks of days that this export's proof of the date order changed in earlier exports. They do not count as weeks of this export.
        HashSet<DateOnly> corrected = [.. (await new DateOrderReconciler(reader, run).CorrectedDaysAsync(cancellationToken)).Select(PulseStreams.WeekOf)];
        var done = started ? run.Export.WeeksProcessed : 0;
        if (!started) await run.AppendAsync([.. differed is null ? Array.Empty<IEvent>() : [differed], new ExportWeeksStarted(run.ExportId, touched.Count)], [], 0, cancellationToken);

        // Weeks that look back at a finished week are computed again and not counted; that is cheap.
        foreach (var batch in WeekRefresher.WithDependentWeeks(touched.Skip(Math.Max(0, done - 1)).Concat(corrected)).Chunk(WeekRefresher.MaxWeeks))
        {
            var processed = touched.Count(w => w <= batch[^1]);
            await run.AppendAsync(async () =>
            {
                var decision = await weeks.DecideAsync(run.Source, batch, w => touched.Contains(w) || corrected.Contains(w), force: false, compare: false, cancellationToken);
                return decision.IsNothing && processed <= done ? null
                    : new RunStep(processed > done ? [new ExportWeeksProcessed(run.ExportId, processed)] : [], decision.Appends, 0);
            }, cancellationToken);
            done = Math.Max(done, processed);
        }
    }
}
