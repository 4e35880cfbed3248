using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace EventSourced.EndToEnd.Cli;

/// <summary><c>es import rabbit</c> on conversations that come more than once.</summary>
public sealed class ConversationTests
{
    [Fact]
    public async Task A_longer_export_adds_what_is_new_and_another_child_has_turns_of_its_own()
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
        // The import of a conversation that was closed meanwhile goes on.
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
            (await es.HereAsync("import", "rabbit", "--child", child, file)).Succeeds();
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

    private static async Task CloseAsync(EsProgram es, string session)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", es.Connection!["token"]!.GetValue<string>());
        http.DefaultRequestHeaders.Add("Prefer", "wait=30");
        var closed = await http.PostAsJsonAsync($"{es.Connection["url"]}/api/rabbit/sessions/{session}/close", new { }, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.OK, closed.StatusCode);
    }
}
