using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using EventSourced.EndToEnd.Cli;

namespace EventSourced.EndToEnd.Pulse;

/// <summary>What <c>es import pulse export</c>, the routes and the table report about an import.</summary>
public sealed class ExportAccountTests
{
    [Fact]
    public async Task An_import_reports_what_it_read_what_it_left_out_and_what_a_later_one_corrects()
    {
        await using var es = await EsProgram.CreateAsync("account");
        (await es.HereAsync("up", "--detach", "--port", "0", "--transport", "memory")).Succeeds();
        const string Head = "A note before the chat\n";
        const string System = "3/1/26, 09:00 - Messages and calls are end-to-end encrypted.\n";
        const string Chat = "3/1/26, 09:01 - Ann: hello\n3/1/26, 09:02 - Ben: look:\n14.02.2026 10:00 - Landlord: secret words\n3/1/26, 09:03 - Ann: ok\n3/2/26, 09:03 - Ann: ok\n";

        var first = await ImportAsync("first.txt", Head + System + Chat);

        Assert.Contains("4 messages, 4 new, 0 duplicates, 2 days, 2 weeks, first day 2026-01-03, last day 2026-02-03, 7 lines", first.All, StringComparison.Ordinal);
        Assert.Contains("left out: 1 system lines written by WhatsApp", first.All, StringComparison.Ordinal);
        Assert.Contains("left out: 2 lines that do not belong to any message", first.All, StringComparison.Ordinal);
        foreach (var warning in (string[])["(heads_taken_as_text, 1; line 5; example: 14.02.2026 10:00 - xxxxxxxx: xxxxxx xxxxx)", "(lines_before_first_message, 1; line 1)", "2026-01-03 to 2026-02-03; month first: 2026-03-01 to 2026-03-02", "--date-order"])
            Assert.Contains(warning, first.All, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", first.All, StringComparison.Ordinal);
        Assert.Equal("assumed warnings", await StateAsync("2"));

        var grown = await ImportAsync("grown.txt", System + "3/1/26, 09:01 - Ann: hello\n3/1/26, 09:02 - Ben: look:\n3/1/26, 09:03 - Ann: ok\n3/2/26, 09:03 - Ann: ok\n3/13/26, 09:04 - Ann: bye\n");

        Assert.Contains("5 messages, ", grown.All, StringComparison.Ordinal);
        Assert.Equal("corrected warnings", await StateAsync("2"));
        var days = JsonNode.Parse((await es.HereAsync("query", "pulse.daily_digests", "--json")).Succeeds().Output)!.AsArray();
        Assert.Equal(["2026-03-01", "2026-03-02", "2026-03-13"], days.Select(d => d!["day_date"]!.GetValue<string>()).Order());
        (await es.HereAsync("verify", "pulse.message_hashes", "pulse.daily_digests", "pulse.exports")).Succeeds();

        async Task<Run> ImportAsync(string name, string content)
        {
            var path = Path.Combine(es.Folder, name);
            await File.WriteAllTextAsync(path, content, TestContext.Current.CancellationToken);
            return (await es.HereAsync("import", "pulse", "export", "--community-id", "house", "--source-id", "s", "--create", path)).Succeeds();
        }

        // The row of the first import, as returned by the table, the generic route and the module's own route.
        async Task<string> StateAsync(string leftOut)
        {
            var rows = JsonNode.Parse((await es.HereAsync("query", "pulse.exports", "--json")).Succeeds().Output)!.AsArray();
            var row = rows.MinBy(r => r!["uploaded_at"]!.GetValue<string>(), StringComparer.Ordinal)!;
            using var http = new HttpClient();
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", es.Connection!["token"]!.GetValue<string>());
            foreach (var (path, list) in new[] { ("/api/pulse/exports", "data"), ("/exports/details", "exports") })
            {
                var answer = JsonNode.Parse(await http.GetStringAsync($"{es.Connection["url"]}{path}?export_id={row["export_id"]}", TestContext.Current.CancellationToken))!;
                Assert.Equal(Of(row), Of(answer[list]![0]!));
            }
            Assert.Equal(leftOut, row["left_out_count"]!.ToString());
            return Of(row);

            static string Of(JsonNode row) => $"{row["date_order_basis"]} {row["warning_state"]}";
        }
    }
}
