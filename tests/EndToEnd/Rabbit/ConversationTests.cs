using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using EventSourced.EndToEnd.Cli;

namespace EventSourced.EndToEnd.Rabbit;

/// <summary><c>es import rabbit transcript</c> with conversations that are imported more than once.</summary>
public sealed class ConversationTests
{
    [Fact]
    public async Task A_longer_export_adds_only_new_turns_and_another_child_has_its_own_turns()
    {
        await using var es = await EsProgram.CreateAsync("conversations");
        (await es.HereAsync("up", "--detach", "--port", "0", "--transport", "memory")).Succeeds();
        var file = Path.Combine(es.Folder, "diary.jsonl");
        string[] lines =
        [
            """{"sessionId":"monday","turnId":"1","childInput":"わんわん いた","rabbitResponse":"どこに？"}""",
            """{"sessionId":"monday","turnId":"2","childInput":"こうえん","rabbitResponse":"いいね"}""",
            """{"sessionId":"tuesday","turnId":"1","childInput":"わんわん いない","rabbitResponse":"あれ？"}""",
        ];

        await ImportAsync(lines[..1], "mina");
        Assert.Equal(["わんわん いた|1"], await TurnsAsync("mina"));
        // The import of a conversation that was closed meanwhile continues.
        await CloseAsync(es, (await RowsAsync("rabbit.sessions"))[0]!["id"]!.GetValue<string>());
        await ImportAsync(lines, "mina");
        await ImportAsync(lines, "mina");
        Assert.Equal(["こうえん|2", "わんわん いた|2", "わんわん いない|1"], await TurnsAsync("mina"));

        await ImportAsync(lines, "leo");
        Assert.Equal(["こうえん|2", "わんわん いた|2", "わんわん いない|1"], await TurnsAsync("mina"));
        Assert.Equal(["こうえん|2", "わんわん いた|2", "わんわん いない|1"], await TurnsAsync("leo"));
        Assert.Equal(10, (await RowsAsync("rabbit.vocabulary")).Count);

        async Task ImportAsync(string[] content, string child)
        {
            await File.WriteAllLinesAsync(file, content, TestContext.Current.CancellationToken);
            (await es.HereAsync("import", "rabbit", "transcript", "--child-id", child, file)).Succeeds();
        }

        // What was said, with the number of turns of its session.
        async Task<IEnumerable<string>> TurnsAsync(string child)
        {
            var sessions = (await RowsAsync("rabbit.sessions", $"child_id={child}")).ToDictionary(s => s!["id"]!.GetValue<string>(), s => s!["turn_count"]!.GetValue<int>());
            return from turn in await RowsAsync("rabbit.conversation_turns")
                   where sessions.ContainsKey(turn["session_id"]!.GetValue<string>())
                   let said = turn["child_input"]!.GetValue<string>()
                   orderby said
                   select $"{said}|{sessions[turn["session_id"]!.GetValue<string>()]}";
        }

        async Task<JsonArray> RowsAsync(string table, params string[] filters) =>
            JsonNode.Parse((await es.HereAsync(["query", table, .. filters, "--json", "--limit", "0"])).Succeeds().Output)!.AsArray();
    }

    [Fact]
    public async Task Files_with_irregularities_are_imported_completely_and_in_order()
    {
        await using var es = await EsProgram.CreateAsync("oddities");
        (await es.HereAsync("up", "--detach", "--port", "0", "--transport", "memory")).Succeeds();
        // A dated recording with an impossible time; dialogues with an answer too long for a turn, and impossible durations.
        var recording = await WriteAsync("eve.cha", "@Begin\n@Date:\t15-OCT-1962\n*CHI:\tone .\n*MOT:\tyes .\n*CHI:\ttwo . \u00151_9999999999999999\u0015\n*CHI:\tthree .\n@End\n\u001A");
        var dialogues = await WriteAsync("dialogues.json", $$"""
            [{"dialogue_id":1,"utterances":[{"text":"four","timestamp":"1769914800000","durationMs":-5},{"role":"mum","text":"{{new string('m', 9_999)}}🐇"},{"text":"five","timestamp":1769914800001.0}]},
             {"dialogue_id":2,"utterances":[{"text":"six","turnId":6,"timestamp":"2026-02-02T00:00:00Z","durationMs":3000000000}]}]
            """);

        var imported = (await es.HereAsync("import", "rabbit", "transcript", "--child-id", "eve", recording, dialogues)).Succeeds();

        Assert.Contains("Line 5: the time bullet", imported.Errors);
        Assert.Contains("Line 1: the answer is longer than 10000 characters", imported.Errors);
        var turns = JsonNode.Parse((await es.HereAsync("query", "rabbit.conversation_turns", "order=timestamp", "--json")).Succeeds().Output)!.AsArray();
        Assert.Equal(["one", "two", "three", "four", "five", "six"], turns.Select(t => t!["child_input"]!.GetValue<string>()));
        Assert.Equal(3, turns.Select(t => t!["session_id"]!.GetValue<string>()).Distinct().Count());
        Assert.All(turns, t => Assert.Null(t!["duration_ms"]));

        async Task<string> WriteAsync(string name, string content)
        {
            var path = Path.Combine(es.Folder, name);
            await File.WriteAllTextAsync(path, content, TestContext.Current.CancellationToken);
            return path;
        }
    }

    [Fact]
    public async Task An_import_ends_with_a_report_and_the_session_has_it_without_names()
    {
        await using var es = await EsProgram.CreateAsync("account");
        (await es.HereAsync("up", "--detach", "--port", "0", "--transport", "memory")).Succeeds();
        var talk = Path.Combine(es.Folder, "talk.txt");
        await File.WriteAllTextAsync(talk, "# made up\nMère: ça va\n[12:03] Zoé: où est le café\nMère: voilà, très bien\n", System.Text.Encoding.Latin1, TestContext.Current.CancellationToken);

        var printed = (await es.HereAsync("import", "rabbit", "transcript", "--child-id", "zoe", "--speaker", "Zoé", "--language", "en", talk)).Succeeds();
        var account = JsonNode.Parse((await es.HereAsync("import", "rabbit", "transcript", "--child-id", "zoe", "--speaker", "Zoé", "--language", "en", "--json", talk)).Succeeds().Output)![0]!;
        var kept = JsonNode.Parse((await es.HereAsync("query", "rabbit.sessions", "--json")).Succeeds().Output)![0]!["metadata"]!;

        foreach (var said in (string[])["1 turns", "encoding windows-1252, encoding assumed", "4 line count", "1 answer count", "speakers: Mère 2, Zoé 1", "left out: 1 comments that start with #; line 1"])
            Assert.Contains(said, printed.Output, StringComparison.Ordinal);
        Assert.Contains("Line 2: the bytes are not UTF-8", printed.Errors);
        Assert.Equal((1, "warnings", 2), (account["summary"]!["turn_count"]!.GetValue<int>(), account["summary"]!["warning_state"]!.GetValue<string>(), account["summary"]!["speakers"]!["Mère"]!.GetValue<int>()));
        Assert.Equal(("talk.txt", "completed"), (account["file"]!.GetValue<string>(), account["state"]!.GetValue<string>()));
        Assert.Equal(["utterances of others before the child speaks", "comments that start with #", "clock times next to names; turns get the time of the import"], account["left_out"]!.AsArray().Select(l => l!["reason"]!.GetValue<string>()));
        var import = (kept is JsonValue text ? JsonNode.Parse(text.GetValue<string>())! : kept)["import"]!;
        Assert.Equal((4, "windows-1252", 1), (import["line_count"]!.GetValue<int>(), import["encoding"]!.GetValue<string>(), import["warning_count"]!.GetValue<int>()));
        Assert.DoesNotContain("Zo", import.ToJsonString());
    }

    private static async Task CloseAsync(EsProgram es, string session)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", es.Connection!["token"]!.GetValue<string>());
        http.DefaultRequestHeaders.Add("Prefer", "wait=30");
        var closed = await http.PostAsJsonAsync($"{es.Connection["url"]}/api/rabbit/sessions/{session}/close", new { }, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.OK, closed.StatusCode);
    }
}
