using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Commands.Pulse.Exports;
using EventSourced.Contracts.Pulse;
using EventSourced.EventStore;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Workers.Tests.Pulse;

/// <summary>Exports of one chat that overlap, through the bus, the worker and the tables.</summary>
public sealed class GrowingExportTests
{
    [Fact]
    public async Task Overlapping_exports_in_any_order_give_the_tables_of_the_whole_chat()
    {
        await using var world = await ProductWorld.OpenAsync();
        for (var seed = 1; seed <= 3; seed++)
        {
            var random = new Random(seed);
            var lines = Chat(random);
            var (whole, parts) = ($"whole-{seed}", $"parts-{seed}");
            await ImportAsync(world, whole, lines);
            List<Range> ranges = [];
            for (var start = 0; start < lines.Count;)
            {
                var end = Math.Min(lines.Count, start + random.Next(40, 120));
                ranges.Add(start..end);
                // The overlap spans several minutes.
                start = end == lines.Count ? end : end - random.Next(15, 30);
            }
            var imported = ranges.Concat(ranges).OrderBy(_ => random.Next()).ToList();
            foreach (var range in imported) await ImportAsync(world, parts, lines[range]);
            await world.CatchUpAsync();
            var what = $"seed {seed}: {string.Join(", ", imported)} of {lines.Count}";
            Same(await MessagesAsync(world, whole), await MessagesAsync(world, parts), what);

            // With complete days, the descriptions of days and weeks are equal as well, and nothing is counted again.
            var last = await ImportAsync(world, parts, lines);
            await world.CatchUpAsync();
            Same(await TablesAsync(world, whole), await TablesAsync(world, parts), what);
            Assert.Equal(["0"], await world.RowsAsync("select new_message_count from pulse.exports where export_id = $1", last.ToString()));
        }
        await world.VerifyAsync("pulse");
    }

    [Fact]
    public async Task A_grown_export_that_proves_the_order_of_dates_corrects_the_tables_of_the_first()
    {
        await using var world = await ProductWorld.OpenAsync();
        // March 2026, the month first; only the 13th proves it.
        List<string> lines = [.. Enumerable.Range(1, 13).Where(d => d is 1 or 2 or >= 11).SelectMany(d => Enumerable.Range(0, 9)
            .Select(i => $"3/{d}/26, 09:{i:00} - {(i % 2 == 0 ? "Ann" : "Ben")}: {(i % 3 == 0 ? "thanks, ok" : $"the heating is broken {d}")}"))];
        await ImportAsync(world, "alone", lines);
        var guess = await ImportAsync(world, "grown", lines[..14]);
        await world.CatchUpAsync();
        Assert.Equal(["assumed|warnings|2026-01-03|2026-02-03"], await AccountAsync(world, guess));
        await world.VerifyAsync("pulse");

        await ImportAsync(world, "grown", lines);

        await world.CatchUpAsync();
        Same(await TablesAsync(world, "alone"), await TablesAsync(world, "grown"), "");
        Assert.Equal(["corrected|warnings|2026-03-01|2026-03-02"], await AccountAsync(world, guess));
        Assert.Equal(["date_order_corrected"], await world.RowsAsync("select w ->> 'code' from pulse.exports, jsonb_array_elements(warnings_json) w where export_id = $1", guess.ToString()));
        await world.VerifyAsync("pulse");

        // The same guess again, and its export replayed: the tables remain unchanged.
        await ImportAsync(world, "grown", lines[..14]);
        await world.DoAsync(new ReplayExport(guess));
        await EndAsync(world, guess, attempts: 2);
        await world.CatchUpAsync();
        Same(await TablesAsync(world, "alone"), await TablesAsync(world, "grown"), "");
        await world.VerifyAsync("pulse");
    }

    private static List<string> Chat(Random random)
    {
        List<string> lines = [];
        var at = new DateTime(2025, 10, 20, 8, 0, 0);
        while (lines.Count < 300)
        {
            // Few texts and minutes, so that much is repeated. Sometimes the clock advances to a new day.
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{at:dd/MM/yyyy, HH:mm} - {(random.Next(2) == 0 ? "Ann" : "Ben")}: {new[] { "ok", "the bins again", "thanks!" }[random.Next(3)]}"));
            at = random.Next(25) == 0 ? at.Date.AddDays(1).AddHours(8) : at.AddMinutes(random.Next(2));
        }
        return lines;
    }

    private static async Task<Guid> ImportAsync(ProductWorld world, string community, IEnumerable<string> lines)
    {
        if ((await world.RowsAsync("select name from es.secrets where name = $1", new CommunityScope(community, 1).KeyName)).Count == 0)
        {
            // The same key for all, so that hashes can be compared.
            await using (var key = world.Database.DataSource.CreateCommand("insert into es.secrets (name, key) values ($1, $2)"))
            {
                key.Parameters.AddWithValue(new CommunityScope(community, 1).KeyName);
                key.Parameters.AddWithValue((byte[])[0, .. SHA256.HashData("key"u8)]);
                await key.ExecuteNonQueryAsync();
            }
            await world.DoAsync(new CreateCommunity(community, "Garden"));
            await world.DoAsync(new CreateSource(community, "chat", "Chat"));
        }
        var folder = await UploadFolder.OfAsync(world.Store, world.Services.GetRequiredService<EventCodec>(), community, default);
        var stored = await world.ObjectStore.PutAsync(folder, "txt", new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines))), long.MaxValue);
        var export = Guid.CreateVersion7();
        await world.DoAsync(new RegisterExport(export, community, "chat", stored.Key, "chat.txt", "txt", stored.Size, stored.Sha256));
        await EndAsync(world, export, attempts: 1);
        return export;
    }

    private static async Task EndAsync(ProductWorld world, Guid export, int attempts)
    {
        // A worker that has just started creates the tables first.
        await world.UntilAsync(() => world.ScalarAsync<bool>("select to_regclass('pulse.exports') is not null"), "the tables", 180);
        await world.UntilAsync(async () => (await world.RowsAsync("select status from pulse.exports where export_id = $1 and attempt_count = $2", export.ToString(), attempts)) is ["completed" or "failed"], $"the end of {export}", 180);
        Assert.Equal(["completed|-"], await world.RowsAsync("select status, error_message from pulse.exports where export_id = $1", export.ToString()));
    }

    private static Task<IReadOnlyList<string>> AccountAsync(ProductWorld world, Guid export) =>
        world.RowsAsync("select date_order_basis, warning_state, first_day::text, last_day::text from pulse.exports where export_id = $1", export.ToString());

    private static async Task<IReadOnlyList<string>> MessagesAsync(ProductWorld world, string community) =>
    [
        .. await world.RowsAsync("select day_date::text, content_hash, sender_hash from pulse.message_hashes where community_id = $1 order by 1, 2", community),
        .. await world.RowsAsync("select day_date::text, message_count, unique_sender_count from pulse.daily_digests where community_id = $1 order by 1", community),
    ];

    private static async Task<IReadOnlyList<string>> TablesAsync(ProductWorld world, string community)
    {
        List<string> rows = [.. await MessagesAsync(world, community)];
        foreach (var table in (string[])["daily_digests", "weekly_summaries_public", "weekly_health_snapshots_public", "weekly_concept_graph_public"])
            rows.AddRange(await world.RowsAsync($"select (to_jsonb(t) - 'community_id' - 'created_at' - 'updated_at')::text as row from pulse.{table} t where community_id = $1 order by row", community));
        return [.. rows.Select(r => System.Text.RegularExpressions.Regex.Replace(r, @"\""(updated_at|generated_at|community_id)\\?"": *\\?""[^""]*""", ""))];
    }

    private static void Same(IReadOnlyList<string> expected, IReadOnlyList<string> actual, string what) =>
        Assert.True(expected.SequenceEqual(actual), $"{what}\nmissing:\n{string.Join('\n', expected.Except(actual))}\ntoo much:\n{string.Join('\n', actual.Except(expected))}\n{expected.Count} {actual.Count}");
}
