using System.IO.Compression;
using System.Text;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Commands.Pulse.Exports;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Tests.Pulse;

/// <summary>Importing exports into a real log.</summary>
public sealed class ImportTests(PulseWorld world) : IClassFixture<PulseWorld>
{
    [Fact]
    public async Task The_worked_example_of_the_specification()
    {
        var scope = await world.NewSourceAsync();
        var export = await world.ImportAsync(scope, Chats.WorkedExample);

        var events = await world.EventsAsync(PulseStreams.Export(export));
        Assert.Equal(
            [typeof(ExportRegistered), typeof(ExportProcessingStarted), typeof(ExportScanned), typeof(ExportDaysProcessed), typeof(ExportWeeksStarted), typeof(ExportWeeksProcessed), typeof(ExportCompleted)],
            events.Select(e => e.GetType()));
        var scanned = events.OfType<ExportScanned>().Single();
        Assert.Equal(new ExportScanned(export, 3, 2, new(2023, 12, 31), new(2024, 1, 1), "month_first", "proven", 5, 1, 0, 0, "utf-8"), scanned);
        var days = events.OfType<ExportDaysProcessed>().Single();
        Assert.Equal((2, 3L), (days.DaysProcessed, days.NewMessageCount));
        Assert.Equal(1, events.OfType<ExportWeeksStarted>().Single().WeeksTotal);
        Assert.Equal(72, (events.OfType<ExportCompleted>().Single().RawDeleteAfter!.Value - DateTimeOffset.UtcNow).TotalHours, 0.1);

        var silvester = Assert.IsType<DayDigested>((await world.EventsAsync(scope.Day(new(2023, 12, 31))))[^1]);
        Assert.Equal((2, 2, 2), (silvester.MessageCount, silvester.SenderHashes.Count, silvester.CoveredMessages));
        var newYear = Assert.IsType<DayDigested>((await world.EventsAsync(scope.Day(new(2024, 1, 1))))[^1]);
        Assert.Equal((1, 1), (newYear.MessageCount, newYear.SenderHashes.Count));
        Assert.Empty(await world.Store.FindStreamsAsync(scope.WeekPrefix));
        Assert.Empty((await SourceAsync(scope)).Queue);

        var again = await world.ImportAsync(scope, Chats.WorkedExample);
        Assert.Equal(0, (await world.LastAsync<ExportDaysProcessed>(PulseStreams.Export(again)))!.NewMessageCount);
        Assert.Equal(2, (await world.EventsAsync(scope.Day(new(2023, 12, 31)))).Count);
    }

    [Fact]
    public async Task The_same_file_twice_adds_nothing()
    {
        var scope = await world.NewSourceAsync();
        var text = Chats.Text(Chats.Lines(30, 8));
        var first = await world.ImportAsync(scope, text);
        var before = await VersionsAsync(scope);
        var second = await world.ImportAsync(scope, text);
        Assert.Equal(before, await VersionsAsync(scope));
        Assert.True((await world.ExportAsync(first)).NewMessages(1) > 100);
        Assert.Equal((ExportStage.Completed, 0L), ((await world.ExportAsync(second)).Stage, (await world.ExportAsync(second)).NewMessages(1)));
    }

    [Fact]
    public async Task Overlapping_exports_in_one_file_are_their_union()
    {
        var lines = Chats.Lines(40, 8);
        var (joined, whole) = (await world.NewSourceAsync(), await world.NewSourceAsync());
        await world.ImportAsync(joined, Chats.Text(lines.Take(120).Concat(lines.Skip(60))));
        await world.ImportAsync(whole, Chats.Text(lines));
        Assert.Equal(await world.StateAsync(whole, withAnalyses: false), await world.StateAsync(joined, withAnalyses: false));
    }

    [Fact]
    public async Task Overlapping_exports_are_their_union()
    {
        var lines = Chats.Lines(40, 8);
        var (parts, whole) = (await world.NewSourceAsync(), await world.NewSourceAsync());
        await world.ImportAsync(parts, Chats.Text(lines.Skip(100)));
        await world.ImportAsync(parts, Chats.Text(lines.Take(250)));
        await world.ImportAsync(whole, Chats.Text(lines));
        Assert.Equal(await world.StateAsync(whole, withAnalyses: false), await world.StateAsync(parts, withAnalyses: false));

        // A cut day is analysed without its missing part. Importing the whole file again changes nothing, because no message is new.
        var versions = await VersionsAsync(parts);
        await world.ImportAsync(parts, Chats.Text(lines));
        Assert.Equal(versions, await VersionsAsync(parts));
    }

    [Fact]
    public async Task Exports_that_differ_where_both_are_complete_say_so_at_every_attempt()
    {
        var scope = await world.NewSourceAsync();
        const string Before = "13/03/24, 09:00 - Ben: hi\n", After = "15/03/24, 09:00 - Ben: ok\n";
        await world.ImportAsync(scope, $"{Before}14/03/24, 09:01 - Dora: hello\n14/03/24, 09:02 - Dora: all\n{After}");
        var renamed = await world.ImportAsync(scope, $"{Before}14/03/24, 09:01 - Dora Work: hello\n14/03/24, 09:02 - Dora Work: all\n14/03/24, 09:03 - Ben: ok\n{After}");
        Assert.Equal([(3L, 2L)], await DifferencesAsync(renamed));
        Assert.Equal(["overlap_differs"], (await world.ExportAsync(renamed)).LastScanned!.Warnings!.Select(w => w.Code));

        await world.DoAsync(new ReplayExport(renamed));
        await world.Imports.DrainAsync(scope.CommunityId, scope.SourceId);
        Assert.Equal([(3L, 2L), (3L, 2L)], await DifferencesAsync(renamed));

        // A growing export only has more.
        var grown = await world.ImportAsync(scope, $"{Before}14/03/24, 09:01 - Dora: hello\n14/03/24, 09:01 - Dora Work: hello\n14/03/24, 09:02 - Dora: all\n14/03/24, 09:02 - Dora Work: all\n14/03/24, 09:03 - Ben: ok\n14/03/24, 09:04 - Ben: late\n{After}");
        Assert.Empty(await DifferencesAsync(grown));

        async Task<IEnumerable<(long, long)>> DifferencesAsync(Guid export) =>
            (await world.EventsAsync(PulseStreams.Export(export))).OfType<ExportOverlapDiffered>().Select(e => (e.OnlyHereCount, e.MissingCount));
    }

    [Fact]
    public async Task An_export_with_fewer_messages_of_a_day_only_updates_the_counts()
    {
        var scope = await world.NewSourceAsync();
        const string Day = "2024-02-01, 10:00 - ";
        await world.ImportAsync(scope, $"{Day}Alice: Wonderful party\n{Day}Bob: Thanks a lot\n{Day}Alice: Great\n");
        var stream = scope.Day(new(2024, 2, 1));
        var before = (await world.LastAsync<DayDigested>(stream))!;
        await world.ImportAsync(scope, $"{Day}Chandra: I am fed up\n{Day}Bob: Thanks a lot\n");
        var after = (await world.LastAsync<DayDigested>(stream))!;
        Assert.Equal((4, 3), (after.MessageCount, after.SenderHashes.Count));
        Assert.Equal((before.CoveredMessages, before.ExportId, before.Analysis.Summary), (after.CoveredMessages, after.ExportId, after.Analysis.Summary));

        await world.ImportAsync(scope, $"{Day}Chandra: I am fed up\n{Day}Chandra: No\n{Day}Chandra: Never\n{Day}Alice: Bad\n");
        Assert.Equal(4, (await world.LastAsync<DayDigested>(stream))!.CoveredMessages);
    }

    [Fact]
    public async Task The_order_of_days_in_the_file_does_not_matter()
    {
        var lines = Chats.Lines(25, 6);
        var (ordered, shuffled) = (await world.NewSourceAsync(), await world.NewSourceAsync());
        await world.ImportAsync(ordered, Chats.Text(lines));
        // Days are interleaved, but the order within each day is kept, because it distinguishes identical messages.
        var random = new Random(7);
        var days = lines.GroupBy(l => l[..10]).Select(g => new Queue<string>(g)).ToList();
        List<string> mixed = [];
        while (days.Count > 0)
        {
            var day = days[random.Next(days.Count)];
            mixed.Add(day.Dequeue());
            if (day.Count == 0) days.Remove(day);
        }
        await world.ImportAsync(shuffled, Chats.Text(mixed));
        Assert.Equal(await world.StateAsync(ordered), await world.StateAsync(shuffled));
    }

    [Fact]
    public async Task A_day_with_many_messages_is_recorded_in_several_events()
    {
        var scope = await world.NewSourceAsync();
        var text = Chats.Text(Enumerable.Range(0, 12_001).Select(i => $"2024-02-01, 10:00 - Alice: message {i % 9_000}"));
        var export = await world.ImportAsync(scope, text);
        var events = await world.EventsAsync(scope.Day(new(2024, 2, 1)));
        Assert.Equal([5_000, 5_000, 2_001], events.OfType<DayMessagesRecorded>().Select(e => e.ContentHashes.Count));
        Assert.Equal(12_001, events.OfType<DayMessagesRecorded>().SelectMany(e => e.ContentHashes).Distinct().Count());
        Assert.Equal(12_001, (await world.ExportAsync(export)).NewMessages(1));
        Assert.Equal(12_001, Assert.IsType<DayDigested>(events[^1]).MessageCount);
    }

    [Fact]
    public async Task Later_weeks_that_look_back_at_a_changed_week_are_updated()
    {
        var (scope, whole) = (await world.NewSourceAsync(), await world.NewSourceAsync());
        var lines = Chats.Lines(56, 10);
        var late = lines.Where(l => string.CompareOrdinal(l, "2024-01-28") >= 0);
        await world.ImportAsync(scope, Chats.Text(late));
        await world.ImportAsync(scope, Chats.Text(lines.Where(l => string.CompareOrdinal(l, "2024-01-28") < 0)));
        await world.ImportAsync(whole, Chats.Text(lines));
        Assert.Equal(await world.StateAsync(whole), await world.StateAsync(scope));
        Assert.Contains("vs previous week", (await world.LastAsync<WeekSummarised>(scope.Week(new(2024, 1, 28))))!.Summary);
    }

    [Fact]
    public async Task Exports_of_a_source_are_processed_one_after_another_in_the_order_of_their_upload()
    {
        var scope = await world.NewSourceAsync();
        var lines = Chats.Lines(20, 6);
        Guid[] ids = [await world.RegisterAsync(scope, Chats.Text(lines.Take(80))), await world.RegisterAsync(scope, Chats.Text(lines)), await world.RegisterAsync(scope, Chats.Text(lines.Skip(50)))];
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => (i % 2 == 0 ? world.Imports : world.OtherWorker(world.Store)).DrainAsync(scope.CommunityId, scope.SourceId)));
        // Callers that found the lock taken returned early: the holder does their work too.
        await world.Imports.DrainAsync(scope.CommunityId, scope.SourceId);

        Assert.Empty((await SourceAsync(scope)).Queue);
        var spans = new List<(long Start, long End)>();
        foreach (var id in ids)
        {
            var facts = await world.FactsAsync(PulseStreams.Export(id));
            spans.Add((facts.Single(f => f.Event is ExportProcessingStarted).Position, facts.Single(f => f.Event is ExportCompleted).Position));
        }
        Assert.True(spans[0].End < spans[1].Start && spans[1].End < spans[2].Start);
        var union = await world.NewSourceAsync();
        await world.ImportAsync(union, Chats.Text(lines));
        Assert.Equal(await world.StateAsync(union, withAnalyses: false), await world.StateAsync(scope, withAnalyses: false));
    }

    [Fact]
    public async Task A_runner_that_lost_its_lock_cannot_count_twice()
    {
        var (scope, undisturbed) = (await world.NewSourceAsync(), await world.NewSourceAsync());
        var text = Chats.Text(Chats.Lines(30, 6));
        var expected = await world.StateAsync(undisturbed, await world.ImportAsync(undisturbed, text));

        // The first runner blocks before its fifth append and loses its lock; another one takes over and finishes.
        var held = new PausingStore(world.Store, 5);
        var export = await world.RegisterAsync(scope, text);
        var first = world.OtherWorker(held).DrainAsync(scope.CommunityId, scope.SourceId);
        await held.Reached;
        await TakeLockAwayAsync(scope);
        await world.OtherWorker(world.Store).DrainAsync(scope.CommunityId, scope.SourceId);
        Assert.Equal(ExportStage.Completed, (await world.ExportAsync(export)).Stage);
        var before = await VersionsAsync(scope);
        held.Release();
        await first;
        Assert.Equal(before, await VersionsAsync(scope));
        Assert.Equal(expected, await world.StateAsync(scope, export));
    }

    [Fact]
    public async Task Of_two_concurrent_runners_without_a_lock_one_is_stopped_by_the_log()
    {
        var (scope, undisturbed) = (await world.NewSourceAsync(), await world.NewSourceAsync());
        var text = Chats.Text(Chats.Lines(30, 6));
        var expected = await world.StateAsync(undisturbed, await world.ImportAsync(undisturbed, text));
        var export = await world.RegisterAsync(scope, text);
        var community = await world.CommunityAsync(scope.CommunityId);
        var queued = (await SourceAsync(scope)).Queue[0];
        var held = new PausingStore(world.Store, 5);
        var first = world.Runner(held).RunAsync(community, scope, queued, default);
        await held.Reached;
        await world.Runner(world.Store).RunAsync(community, scope, queued, default);
        var before = (await world.EventsAsync(PulseStreams.Export(export))).Count;
        held.Release();
        await Assert.ThrowsAsync<StaleRunException>(() => first);
        Assert.Equal(before, (await world.EventsAsync(PulseStreams.Export(export))).Count);
        Assert.Equal(expected, await world.StateAsync(scope, export));
    }

    [Fact]
    public async Task Deleting_the_community_stops_a_running_import()
    {
        var scope = await world.NewSourceAsync();
        var export = await world.UploadAsync(scope, Encoding.UTF8.GetBytes(Chats.Text(Chats.Lines(30, 6))));
        await world.DoAsync(export);
        var held = new PausingStore(world.Store, 5);
        var import = world.OtherWorker(held).DrainAsync(scope.CommunityId, scope.SourceId);
        await held.Reached;
        await world.DoAsync(new DeleteCommunity(scope.CommunityId));
        var before = await VersionsAsync(scope);
        held.Release();
        await import;
        Assert.Equal(before, await VersionsAsync(scope));
        Assert.Null(await world.Secrets.FindAsync(scope.Community.KeyName));
        Assert.False(await world.Objects.ExistsAsync(export.ObjectKey));
        Assert.IsType<CommunityDeleted>((await world.EventsAsync(PulseStreams.Community(scope.CommunityId)))[^1]);

        // Created again, it starts empty, with another key.
        await world.DoAsync(new CreateCommunity(scope.CommunityId, "Again"));
        Assert.Equal("source_not_found", (await world.RefuseAsync(await world.UploadAsync(scope, "x"u8.ToArray()))).Code);
        Assert.Equal("export_not_found", (await world.RefuseAsync(new ReplayExport(export.ExportId))).Code);
        await world.DoAsync(new CreateSource(scope.CommunityId, scope.SourceId, "Chat"));
        var again = new CommunityScope(scope.CommunityId, 2).Source(scope.SourceId);
        Assert.Equal(3, (await world.ExportAsync(await world.ImportAsync(again, Chats.WorkedExample))).NewMessages(1));
    }

    [Theory]
    [InlineData("", TranscriptCode.EmptyFile)]
    [InlineData("hello\nworld\n", TranscriptCode.NoMessages)]
    [InlineData("31/12/2023, 21:41 - Alice: a\n12/31/2023, 21:41 - Alice: b\n", TranscriptCode.Ambiguous)]
    public async Task An_invalid_transcript_fails_with_its_error_code(string text, string code) => await FailsAsync(Encoding.UTF8.GetBytes(text), "txt", code);

    [Fact]
    public async Task An_invalid_archive_fails_with_its_error_code()
    {
        await FailsAsync([1, 2, 3, 0, 0, 7, 200, 1], "zip", "unreadable_archive");
        await FailsAsync(Zip(("photo.jpg", "x")), "zip", "no_transcript");
        await FailsAsync(Zip(("a.txt", "x"), ("b.txt", "y")), "zip", "several_transcripts");
    }

    [Fact]
    public async Task An_archive_gives_the_same_result_as_its_transcript()
    {
        var (plain, zipped) = (await world.NewSourceAsync(), await world.NewSourceAsync());
        var text = Chats.Text(Chats.Lines(10, 5));
        await world.ImportAsync(plain, text);
        await world.DoAsync(await world.UploadAsync(zipped, Zip(("_chat.txt", text), ("photo.jpg", "x")), "zip"));
        await world.Imports.DrainAsync(zipped.CommunityId, zipped.SourceId);
        Assert.Equal(await world.StateAsync(plain), await world.StateAsync(zipped));
    }

    [Fact]
    public async Task A_missing_raw_object_fails_the_export_and_not_the_queue()
    {
        var scope = await world.NewSourceAsync();
        var lost = await world.UploadAsync(scope, "2024-02-01, 10:00 - Alice: x"u8.ToArray());
        await world.DoAsync(lost);
        await world.Objects.DeleteAsync(lost.ObjectKey, DateTimeOffset.MaxValue);
        var next = await world.ImportAsync(scope, Chats.WorkedExample);
        var failure = (await world.ExportAsync(lost.ExportId)).Failure!;
        Assert.Equal(("raw_object_missing", false), (failure.Code, failure.Recoverable));
        Assert.Equal(168, (failure.RawDeleteAfter!.Value - DateTimeOffset.UtcNow).TotalHours, 0.1);
        Assert.Equal(ExportStage.Completed, (await world.ExportAsync(next)).Stage);
    }

    [Fact]
    public async Task A_recoverable_failure_is_retried_and_then_requeued_by_the_schedule()
    {
        var (scope, undisturbed) = (await world.NewSourceAsync(), await world.NewSourceAsync());
        var text = Chats.Text(Chats.Lines(30, 6));
        var expected = await world.StateAsync(undisturbed, await world.ImportAsync(undisturbed, text));

        // Two of three attempts fail: the import still succeeds.
        var export = await world.RegisterAsync(scope, text);
        await world.OtherWorker(world.Store, new FaultyObjects(world.Objects, 2)).DrainAsync(scope.CommunityId, scope.SourceId);
        Assert.Equal(expected, await world.StateAsync(scope, export));

        // All three fail.
        export = await world.RegisterAsync(scope, text + "2024-05-01, 10:00 - Alice: one more\n");
        await world.OtherWorker(world.Store, new FaultyObjects(world.Objects, 3)).DrainAsync(scope.CommunityId, scope.SourceId);
        var failure = (await world.ExportAsync(export)).Failure!;
        Assert.Equal(("io_error", true), (failure.Code, failure.Recoverable));
        Assert.StartsWith("[retry 1/5] ", failure.Error);
        Assert.Empty((await SourceAsync(scope)).Queue);

        await world.DoAsync(new RequeueExports(DateTimeOffset.UtcNow));
        Assert.Equal(2, (await SourceAsync(scope)).Queue.Single().Attempt);
        await world.Imports.DrainAsync(scope.CommunityId, scope.SourceId);
        var state = await world.ExportAsync(export);
        Assert.Equal((ExportStage.Completed, 2, 1L), (state.Stage, state.Attempt, state.NewMessages(1)));
    }

    [Fact]
    public async Task A_stopped_worker_records_nothing()
    {
        var scope = await world.NewSourceAsync();
        var export = await world.RegisterAsync(scope, Chats.Text(Chats.Lines(30, 6)));
        using var stop = new CancellationTokenSource();
        var held = new PausingStore(world.Store, 5);
        var import = world.OtherWorker(held).DrainAsync(scope.CommunityId, scope.SourceId, stop.Token);
        await held.Reached;
        await stop.CancelAsync();
        held.Release();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => import);
        Assert.Equal(ExportStage.Days, (await world.ExportAsync(export)).Stage);
        await world.Imports.DrainAsync(scope.CommunityId, scope.SourceId);
        Assert.Equal(ExportStage.Completed, (await world.ExportAsync(export)).Stage);
    }

    [Fact]
    public async Task Cleared_days_are_restored_by_the_next_import()
    {
        var scope = await world.NewSourceAsync();
        var text = Chats.Text(Chats.Lines(30, 6));
        var export = await world.ImportAsync(scope, text);
        var before = await world.StateAsync(scope);

        // Digests only: messages stay known, missing digests are recorded again.
        await world.DoAsync(new Clear(scope.CommunityId, scope.SourceId, new(2024, 1, 9), new(2024, 1, 16)));
        Assert.IsType<DayCleared>((await world.EventsAsync(scope.Day(new(2024, 1, 9))))[^1]);
        Assert.IsNotType<DayCleared>((await world.EventsAsync(scope.Day(new(2024, 1, 8))))[^1]);
        foreach (var (week, gone) in new[] { (new DateOnly(2024, 1, 7), true), (new(2024, 1, 14), true), (new(2024, 1, 21), false) })
            Assert.Equal(gone, (await world.EventsAsync(scope.Week(week)))[^1] is WeekRemoved);
        var again = await world.ImportAsync(scope, text);
        Assert.Equal(0, (await world.ExportAsync(again)).NewMessages(1));
        Assert.Equal(before, await world.StateAsync(scope));

        // Clearing again records nothing.
        await world.DoAsync(new Clear(scope.CommunityId, scope.SourceId, new(2024, 1, 9), new(2024, 1, 16)));
        var versions = await VersionsAsync(scope);
        await world.DoAsync(new Clear(scope.CommunityId, scope.SourceId, new(2024, 1, 9), new(2024, 1, 16)));
        Assert.Equal(versions, await VersionsAsync(scope));

        // With hashes: the replay records the messages again and counts exactly those of the export.
        var contributed = (await world.ExportAsync(export)).NewMessages(1);
        await world.DoAsync(new Clear(scope.CommunityId, scope.SourceId, new(2024, 1, 1), new(2024, 12, 31), IncludeHashes: true));
        await world.DoAsync(new ReplayExport(export));
        await world.Imports.DrainAsync(scope.CommunityId, scope.SourceId);
        Assert.Equal(contributed, (await world.ExportAsync(export)).NewMessages(2));
        Assert.Equal(contributed, (await DigestsAsync(scope)).Sum(d => d.MessageCount));
    }

    [Fact]
    public async Task Weeks_are_regenerated_on_request()
    {
        var scope = await world.NewSourceAsync();
        await world.ImportAsync(scope, Chats.Text(Chats.Lines(30, 6)));
        var versions = await VersionsAsync(scope);
        await world.DoAsync(new RegenerateWeekly(scope.CommunityId, scope.SourceId));
        Assert.Equal(versions, await VersionsAsync(scope));

        await world.DoAsync(new RegenerateWeekly(scope.CommunityId, scope.SourceId, new(2024, 1, 16), new(2024, 1, 17), Force: true, ComparePreviousWeek: true));
        var changed = (await VersionsAsync(scope)).Except(versions).ToArray();
        Assert.Equal(scope.Week(new(2024, 1, 14)), Assert.Single(changed).Stream);
        var week = (await world.LastAsync<WeekSummarised>(scope.Week(new(2024, 1, 14))))!;
        Assert.True(week.Analysis!.Value.TryGetProperty("compare_previous_week", out _));

        // A week is removed because its days are cleared.
        await world.DoAsync(new Clear(scope.CommunityId, scope.SourceId, new(2024, 1, 14), new(2024, 1, 20)));
        await world.DoAsync(new RegenerateWeekly(scope.CommunityId, scope.SourceId));
        Assert.IsType<WeekRemoved>((await world.EventsAsync(scope.Week(new(2024, 1, 14))))[^1]);
        Assert.DoesNotContain("vs previous week", (await world.LastAsync<WeekSummarised>(scope.Week(new(2024, 1, 21))))!.Summary);
    }

    private static byte[] Zip(params (string Name, string Text)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in entries)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }
        return bytes.ToArray();
    }

    private async Task FailsAsync(byte[] bytes, string fileType, string code)
    {
        var scope = await world.NewSourceAsync();
        var command = await world.UploadAsync(scope, bytes, fileType);
        await world.DoAsync(command);
        await world.Imports.DrainAsync(scope.CommunityId, scope.SourceId);
        var failure = (await world.ExportAsync(command.ExportId)).Failure!;
        Assert.Equal((code, false), (failure.Code, failure.Recoverable));
        Assert.Empty((await SourceAsync(scope)).Queue);
    }

    private async Task<Commands.Pulse.Sources.SourceState> SourceAsync(SourceScope scope) =>
        await world.Reader.LoadAsync(new Commands.Pulse.Sources.SourceState(scope), default);

    private async Task<IReadOnlyList<DayDigested>> DigestsAsync(SourceScope scope)
    {
        List<DayDigested> digests = [];
        foreach (var stream in await world.Store.FindStreamsAsync(scope.DayPrefix)) digests.Add((await world.LastAsync<DayDigested>(stream))!);
        return digests;
    }

    private async Task<IReadOnlyList<(string Stream, int Events)>> VersionsAsync(SourceScope scope)
    {
        List<(string, int)> versions = [];
        foreach (var stream in await world.Store.FindStreamsAsync(scope.Stream + "/")) versions.Add((stream, (await world.EventsAsync(stream)).Count));
        return versions;
    }

    private async Task TakeLockAwayAsync(SourceScope scope)
    {
        await using var command = world.DataSource.CreateCommand(
            "select pg_terminate_backend(pid, 10000) from pg_locks where locktype = 'advisory' and (classid::bigint << 32 | objid::bigint) = $1 and objsubid = 1");
        command.Parameters.AddWithValue(SourceImports.LockOf(world.DataSource, scope).Key);
        Assert.Equal(true, await command.ExecuteScalarAsync());
    }
}

internal static class TranscriptCode
{
    public const string EmptyFile = "empty_file";
    public const string NoMessages = "no_messages";
    public const string Ambiguous = "ambiguous_date_format";
}
