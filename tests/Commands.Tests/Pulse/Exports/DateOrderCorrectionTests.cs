using EventSourced.Commands.Pulse.Communities;
using EventSourced.Commands.Pulse.Exports;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Tests.Pulse;

/// <summary>Corrections of the date order between exports of one chat.</summary>
public sealed class DateOrderCorrectionTests(PulseWorld world) : IClassFixture<PulseWorld>
{
    // Month first; only 3/13 proves it.
    private static readonly string[] Lines =
    [
        "3/1/24, 09:00 - Ann: the heating is broken", "3/1/24, 09:01 - Ben: ok", "3/1/24, 09:30 - Ben: ok", "1/3/25, 10:00 - Ann: ok", "3/1/25, 11:00 - Ben: noise again",
        "3/2/25, 12:00 - Ann: thanks", "3/2/25, 12:00 - Ann: thanks", "3/13/25, 12:00 - Ben: party on saturday", "3/13/25, 13:00 - Ann: ok",
    ];

    [Theory]
    [InlineData(0, 2, "2024-03-01")]
    [InlineData(0, 4, "2024-03-01")]
    [InlineData(4, 7, "2025-03-01")]
    public async Task A_longer_export_that_proves_the_order_corrects_the_first_export(int from, int to, string first)
    {
        var part = Lines[from..to];
        var (scope, alone) = (await world.NewSourceAsync(), await world.NewSourceAsync());
        await world.ImportAsync(alone, Chats.Text(Lines));
        var guess = await world.ImportAsync(scope, Chats.Text(part));
        Assert.Equal("day_first", (await world.ExportAsync(guess)).LastScanned!.DateOrder);
        Assert.Contains((await world.ExportAsync(guess)).LastScanned!.Warnings!, w => w.Code == "date_order_assumed");

        var grown = await world.ImportAsync(scope, Chats.Text(Lines));

        Assert.Equal(await ValidAsync(alone), await ValidAsync(scope));
        var events = await world.EventsAsync(PulseStreams.Export(guess));
        var corrected = Assert.IsType<ExportDateOrderCorrected>(events[^1]);
        Assert.Equal(("month_first", grown, first), (corrected.DateOrder, corrected.ProvenBy, $"{corrected.FirstDay:yyyy-MM-dd}"));
        Assert.Equal("date_order_corrected", Assert.Single(corrected.Warnings).Code);
        Assert.Equal(Lines.Length - part.Length, (await world.ExportAsync(grown)).NewMessages(1));

        // Importing again in any order adds nothing.
        var versions = await VersionsAsync(scope);
        await world.ImportAsync(scope, Chats.Text(part));
        await world.ImportAsync(scope, Chats.Text(Lines.Skip(2)));
        await world.DoAsync(new ReplayExport(guess));
        await world.Imports.DrainAsync(scope.CommunityId, scope.SourceId);
        Assert.Equal(versions, await VersionsAsync(scope));
    }

    [Fact]
    public async Task A_capped_export_corrects_several_guesses_without_their_files()
    {
        var (scope, alone) = (await world.NewSourceAsync(), await world.NewSourceAsync());
        await world.ImportAsync(alone, Chats.Text(Lines));
        foreach (var range in (Range[])[0..4, 4..7])
        {
            var command = await world.UploadAsync(scope, System.Text.Encoding.UTF8.GetBytes(Chats.Text(Lines[range])));
            await world.DoAsync(command);
            await world.Imports.DrainAsync(scope.CommunityId, scope.SourceId);
            await world.Objects.DeleteAsync(command.ObjectKey, DateTimeOffset.MaxValue);
        }
        await world.ImportAsync(scope, Chats.Text(Lines.Skip(5)));
        Assert.Equal(await ValidAsync(alone), await ValidAsync(scope));
    }

    [Fact]
    public async Task A_correction_that_crashes_at_any_append_gives_the_same_result()
    {
        var alone = await world.NewSourceAsync();
        await world.ImportAsync(alone, Chats.Text(Lines));
        var expected = await ValidAsync(alone);
        for (var k = 1; ; k++)
        {
            Assert.True(k < 100, "The number of appends does not end.");
            var scope = await world.NewSourceAsync();
            var guess = await world.ImportAsync(scope, Chats.Text(Lines.Take(4)));
            var grown = await world.RegisterAsync(scope, Chats.Text(Lines));
            var crashing = new CrashingStore(world.Store, k, afterCommit: k % 2 == 0);
            await Record.ExceptionAsync(() => world.OtherWorker(crashing).DrainAsync(scope.CommunityId, scope.SourceId));
            if (crashing.HasCrashed) await world.OtherWorker(world.Store).DrainAsync(scope.CommunityId, scope.SourceId);
            Assert.Equal(ExportStage.Completed, (await world.ExportAsync(grown)).Stage);
            Assert.Equal(expected, await ValidAsync(scope));
            Assert.Single((await world.EventsAsync(PulseStreams.Export(guess))).OfType<ExportDateOrderCorrected>());
            if (!crashing.HasCrashed) break;
        }
    }

    [Fact]
    public async Task Ascending_times_correct_a_guess_and_a_proof_corrects_both()
    {
        var scope = await world.NewSourceAsync();
        string[] lines = ["4/1/24, 09:00 - Ann: a", "4/2/24, 09:00 - Ann: b", "4/3/24, 09:00 - Ann: c", "4/4/24, 09:00 - Ann: d"];
        var guess = await world.ImportAsync(scope, Chats.Text(lines.Take(1)));
        var running = await world.ImportAsync(scope, Chats.Text(lines));
        Assert.Equal(("month_first", "running_order"), await OrderAsync(running));
        Assert.Equal(("month_first", "earlier_import"), await OrderAsync(guess));
        Assert.Equal(["2024-04-01 1", "2024-04-02 1", "2024-04-03 1", "2024-04-04 1"], await CountsAsync(scope));
        // The suggestion of a single day is weaker than the evidence of the others.
        var capped = await world.ImportAsync(scope, Chats.Text(lines.Skip(3).Append("4/5/24, 09:00 - Ann: e")));
        Assert.Equal(("month_first", "earlier_import"), await OrderAsync(capped));

        var proof = await world.ImportAsync(scope, Chats.Text([.. lines, "4/5/24, 09:00 - Ann: e", "13/6/24, 09:00 - Ann: f"]));
        Assert.Equal(("day_first", "proven"), await OrderAsync(proof));
        Assert.Equal(["2024-01-04 1", "2024-02-04 1", "2024-03-04 1", "2024-04-04 1", "2024-05-04 1", "2024-06-13 1"], await CountsAsync(scope));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task If_times_ascend_in_different_orders_in_two_exports_the_longer_one_wins(bool longerFirst)
    {
        var scope = await world.NewSourceAsync();
        // One message per month, month first. With the day first, three of them look like consecutive days.
        string[] lines = ["1/3/24, 09:00 - Ann: a", "2/3/24, 09:00 - Ann: b", "3/3/24, 09:00 - Ann: c", "3/5/24, 09:00 - Ann: d", "4/1/24, 09:00 - Ann: e", "4/2/24, 09:00 - Ann: f"];
        if (longerFirst) await world.ImportAsync(scope, Chats.Text(lines));
        var shorter = await world.ImportAsync(scope, Chats.Text(lines.Take(3)));
        if (!longerFirst) Assert.Equal(("day_first", "running_order"), await OrderAsync(shorter));
        if (!longerFirst) await world.ImportAsync(scope, Chats.Text(lines));
        Assert.Equal(("month_first", "earlier_import"), await OrderAsync(shorter));
        Assert.Equal(["2024-01-03 1", "2024-02-03 1", "2024-03-03 1", "2024-03-05 1", "2024-04-01 1", "2024-04-02 1"], await CountsAsync(scope));
    }

    [Fact]
    public async Task An_order_proven_by_another_import_applies_to_an_ambiguous_file()
    {
        var scope = await world.NewSourceAsync();
        await world.ImportAsync(scope, "4/13/24, 09:00 - Ann: proof\n");
        // Alone it would be read with the day first.
        var second = await world.ImportAsync(scope, "4/5/24, 09:00 - Ann: which day?\n");
        Assert.Equal(("month_first", "earlier_import"), await OrderAsync(second));
        Assert.Equal(["2024-04-05 1", "2024-04-13 1"], await CountsAsync(scope));

        // Other sources are not affected.
        var other = await world.NewSourceAsync();
        Assert.Equal(("day_first", "assumed"), await OrderAsync(await world.ImportAsync(other, "4/5/24, 09:00 - Ann: which day?\n")));
    }

    [Fact]
    public async Task Exports_with_contradictory_orders_do_not_apply_to_others()
    {
        var scope = await world.NewSourceAsync();
        await world.ImportAsync(scope, "13/4/24, 09:00 - Ann: day first\n");
        var guess = await world.ImportAsync(scope, "5/4/24, 09:00 - Ann: which day?\n");
        Assert.Equal(("day_first", "earlier_import"), await OrderAsync(guess));
        await world.ImportAsync(scope, "4/14/24, 09:00 - Ann: month first\n");
        Assert.Equal(("day_first", "earlier_import"), await OrderAsync(guess));
        var third = await world.ImportAsync(scope, "6/4/24, 09:00 - Ann: and this?\n");
        Assert.Equal(("day_first", "assumed"), await OrderAsync(third));
        Assert.Equal(["2024-04-05 1", "2024-04-06 1", "2024-04-13 1", "2024-04-14 1"], await CountsAsync(scope));
    }

    [Fact]
    public async Task The_same_file_with_a_stated_order_is_corrected_and_can_be_corrected_back()
    {
        var scope = await world.NewSourceAsync();
        const string Text = "4/5/24, 09:00 - Ann: which day?\n4/6/24, 09:00 - Ann: ok\n";
        var guess = await world.ImportAsync(scope, Text);
        Assert.Equal(["2024-05-04 1", "2024-06-04 1"], await CountsAsync(scope));
        foreach (var (order, days) in new[] { ("month_first", (string[])["2024-04-05 1", "2024-04-06 1"]), ("day_first", ["2024-05-04 1", "2024-06-04 1"]) })
        {
            await world.DoAsync(await world.UploadAsync(scope, System.Text.Encoding.UTF8.GetBytes(Text)) with { DateOrder = order });
            await world.Imports.DrainAsync(scope.CommunityId, scope.SourceId);
            Assert.Equal(order, (await world.ExportAsync(guess)).LastScanned!.DateOrder);
            Assert.Equal(days, await CountsAsync(scope));
        }
    }

    [Fact]
    public async Task Dates_that_are_the_same_in_both_orders_prove_nothing()
    {
        var scope = await world.NewSourceAsync();
        Assert.Equal(("day_first", "either"), await OrderAsync(await world.ImportAsync(scope, "3/3/24, 09:00 - Ann: a\n4/4/24, 09:00 - Ann: a\n")));
        Assert.Equal(("day_first", "either"), await OrderAsync(await world.ImportAsync(scope, "19:23, 28 Aug 2013 - Ann: b\n")));
        Assert.Equal(("month_first", "assumed"), await OrderAsync(await world.ImportAsync(scope, "4/5/24, 9:00 AM - Ann: c\n")));
        var proof = await world.ImportAsync(scope, "4/13/24, 9:00 AM - Ann: d\n");
        Assert.Equal(("month_first", "proven"), await OrderAsync(proof));
        Assert.Null((await world.ExportAsync(proof)).LastScanned!.Warnings);
        Assert.Equal(["2013-08-28 1", "2024-03-03 1", "2024-04-04 1", "2024-04-05 1", "2024-04-13 1"], await CountsAsync(scope));
    }

    [Fact]
    public async Task A_correction_keeps_messages_of_other_exports_on_the_same_day()
    {
        var scope = await world.NewSourceAsync();
        await world.ImportAsync(scope, "2024-05-04, 10:00 - Zoe: by its year in front\n");
        await world.ImportAsync(scope, "4/5/24, 09:00 - Ann: which day?\n");
        Assert.Equal(["2024-05-04 2"], await CountsAsync(scope));
        await world.ImportAsync(scope, "4/13/24, 09:00 - Ann: proof\n");
        Assert.Equal(["2024-04-05 1", "2024-04-13 1", "2024-05-04 1"], await CountsAsync(scope));
        Assert.Single((await world.LastAsync<DayDigested>(scope.Day(new(2024, 5, 4))))!.SenderHashes);
        Assert.Single((await world.EventsAsync(scope.Day(new(2024, 5, 4)))).OfType<DayMessagesWithdrawn>());
        var again = await world.ImportAsync(scope, "2024-05-04, 10:00 - Zoe: by its year in front\n");
        Assert.Equal(0, (await world.ExportAsync(again)).NewMessages(1));
    }

    [Fact]
    public async Task A_correction_removes_the_old_weeks_and_adds_the_new_ones()
    {
        var scope = await world.NewSourceAsync();
        string[] lines = [.. Enumerable.Range(10, 25).Select(i => $"3/1/26, 09:{i} - {(i % 2 == 0 ? "Ann" : "Ben")}: message {i}")];
        await world.ImportAsync(scope, Chats.Text(lines));
        Assert.NotNull(await world.LastAsync<WeekSummarised>(scope.Week(new(2025, 12, 28))));
        // The proof contains none of these days.
        await world.ImportAsync(scope, "3/13/26, 09:00 - Ann: proof\n");
        Assert.IsType<WeekRemoved>((await world.EventsAsync(scope.Week(new(2025, 12, 28))))[^1]);
        Assert.Equal(25, (await world.LastAsync<WeekSummarised>(scope.Week(new(2026, 3, 1))))!.TotalMessages);
    }

    [Fact]
    public async Task A_replayed_corrected_export_keeps_its_order()
    {
        var scope = await world.NewSourceAsync();
        var guess = await world.ImportAsync(scope, "5/4/24, 09:00 - Ann: which day?\n");
        await world.ImportAsync(scope, "5/13/24, 09:00 - Ann: month first\n");
        await world.ImportAsync(scope, "14/5/24, 09:00 - Ann: day first\n");
        await world.DoAsync(new ReplayExport(guess));
        await world.Imports.DrainAsync(scope.CommunityId, scope.SourceId);
        Assert.Equal(["2024-05-04 1", "2024-05-13 1", "2024-05-14 1"], await CountsAsync(scope));
    }

    [Fact]
    public async Task A_replay_with_another_order_moves_the_recorded_messages()
    {
        var scope = await world.NewSourceAsync();
        await world.ImportAsync(scope, "13/4/24, 9:00 AM - Ann: day first\n");
        var guess = await world.ImportAsync(scope, "5/4/24, 9:00 AM - Ann: which day?\n");
        await world.ImportAsync(scope, "4/14/24, 9:00 AM - Ann: month first\n");
        Assert.Equal(["2024-04-05 1", "2024-04-13 1", "2024-04-14 1"], await CountsAsync(scope));
        // Now nothing proves the order, and the format alone means month first.
        await world.DoAsync(new ReplayExport(guess));
        await world.Imports.DrainAsync(scope.CommunityId, scope.SourceId);
        Assert.Equal(["2024-04-13 1", "2024-04-14 1", "2024-05-04 1"], await CountsAsync(scope));
    }

    [Fact]
    public async Task A_wrong_guess_that_cannot_be_moved_causes_a_warning()
    {
        var scope = await world.NewSourceAsync();
        var joined = await world.ImportAsync(scope,
            string.Concat(Enumerable.Range(10, 30).Select(i => $"4/5/24, 09:{i} - Ann: a {i}\n")) + string.Concat(Enumerable.Range(10, 30).Select(i => $"[5/5/24, 09:{i}:00] Ann: b {i}\n")));
        Assert.Contains((await world.ExportAsync(joined)).LastScanned!.Warnings!, w => w.Code == "joined_exports");
        var proof = await world.ImportAsync(scope, "4/13/24, 09:00 - Ann: proof\n");
        var warning = Assert.Single((await world.ExportAsync(proof)).LastScanned!.Warnings!);
        Assert.Equal("earlier_dates_contradicted", warning.Code);
        Assert.Contains(joined.ToString(), warning.Message);
        Assert.Empty((await world.EventsAsync(PulseStreams.Export(joined))).OfType<ExportDateOrderCorrected>());
    }

    private async Task<(string Order, string? Basis)> OrderAsync(Guid export) =>
        (await world.ExportAsync(export)).LastScanned is { } scanned ? (scanned.DateOrder, scanned.DateOrderBasis) : default;

    /// <summary>The current messages, days and weeks, without the exports and steps that recorded them.</summary>
    private async Task<string> ValidAsync(SourceScope scope)
    {
        List<string> lines = [];
        foreach (var stream in await world.Store.FindStreamsAsync(scope.Stream + "/"))
        {
            var days = new SortedDictionary<string, string>(StringComparer.Ordinal);
            Dictionary<Type, object> last = [];
            foreach (var e in await world.EventsAsync(stream))
            {
                if (e is DayMessagesRecorded recorded)
                    foreach (var message in recorded.Messages) Assert.True(days.TryAdd(message.ContentHash + message.SenderHash, recorded.ExportId.ToString()), "A message was recorded twice.");
                else if (e is DayMessagesWithdrawn withdrawn)
                    foreach (var hash in days.Where(d => d.Value == withdrawn.ExportId.ToString()).Select(d => d.Key).ToList()) days.Remove(hash);
                else if (e is DayCleared { IncludeHashes: true }) { days.Clear(); last.Clear(); }
                else if (e is WeekRemoved) last.Clear();
                else last[e.GetType()] = e is DayDigested digested ? digested with { ExportId = default } : e;
            }
            if (days.Count == 0 && last.Count == 0) continue;
            lines.Add($"{stream} {string.Join(' ', days.Keys)}");
            foreach (var e in last.Values.OrderBy(e => e.GetType().Name)) lines.Add(System.Text.Encoding.UTF8.GetString((await world.Codec.EncodeAsync((Contracts.IEvent)e)).Data));
        }
        return string.Join('\n', lines).Replace(scope.CommunityId, "COMMUNITY", StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<string>> CountsAsync(SourceScope scope)
    {
        List<string> counts = [];
        foreach (var stream in await world.Store.FindStreamsAsync(scope.DayPrefix))
        {
            var last = (await world.EventsAsync(stream))[^1];
            if (last is DayDigested digested) counts.Add($"{digested.DayDate:yyyy-MM-dd} {digested.MessageCount}");
        }
        return counts;
    }

    private async Task<IReadOnlyList<(string Stream, int Events)>> VersionsAsync(SourceScope scope)
    {
        List<(string, int)> versions = [];
        foreach (var stream in await world.Store.FindStreamsAsync(scope.Stream + "/")) versions.Add((stream, (await world.EventsAsync(stream)).Count));
        return versions;
    }
}
