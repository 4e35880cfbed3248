using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using EventSourced.Contracts;
using EventSourced.Contracts.Pulse;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Api.Tests.Imports;

/// <summary>The routes of every kind of import.</summary>
public sealed class ImportRouteTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    private const string Export = "/api/pulse/imports/export?community_id=garden";
    private const string Transcript = "/api/rabbit/imports/transcript?child_id=mina";
    private static readonly byte[] s_bytes = "Ann: hello\nBen: hi\n"u8.ToArray();

    private static MultipartFormDataContent Form(byte[] bytes, string filename) => new() { { new ByteArrayContent(bytes), "file", filename } };

    private string[] Stored() => [.. Directory.EnumerateFiles(world.ObjectFolder, "*", SearchOption.AllDirectories).Order()];

    private Task<JsonElement> UploadAsync(string path, string filename) => UploadAsync(path, filename, s_bytes);

    private async Task<JsonElement> UploadAsync(string path, string filename, byte[] bytes) =>
        await ApiWorld.JsonAsync(await world.Admin.PostAsync(path, Form(bytes, filename)), HttpStatusCode.Accepted);

    [Theory]
    [InlineData(Export + "&source_id=main&date_order=day_first", "WhatsApp Chat with Ann.chat", "export", "export_id", "chat", "txt")]
    [InlineData(Transcript + "&language=en", "Mina at breakfast.cha", "transcript", "import_id", "cha", "cha")]
    public async Task A_file_is_stored_and_its_command_has_the_file_and_the_parameters(string path, string filename, string kind, string idMember, string extension, string type)
    {
        var answer = await UploadAsync(path, filename);

        var command = world.Sender.Of(answer.GetProperty("command_id").GetGuid())[^1].Body;
        var sha = Convert.ToHexStringLower(SHA256.HashData(s_bytes));
        Assert.Equal(answer.GetProperty("import_id").GetString(), command.GetProperty(idMember).GetString());
        Assert.Equal($"/imports/{answer.GetProperty("import_id").GetString()}", answer.GetProperty("import_url").GetString());
        // Not the caller's name, which may name a person.
        Assert.Equal($"{kind}-{sha[..12]}.{extension}", command.GetProperty("filename").GetString());
        Assert.Equal((type, s_bytes.Length, sha), (command.GetProperty("file_type").GetString(), command.GetProperty("byte_size").GetInt32(), command.GetProperty("content_sha256").GetString()));
        Assert.Equal(s_bytes, await File.ReadAllBytesAsync(Path.Combine(world.ObjectFolder, command.GetProperty("object_key").GetString()!)));
        foreach (var (name, value) in path.Split('?')[1].Split('&').Select(p => (p.Split('=')[0], p.Split('=')[1]))) Assert.Equal(value, command.GetProperty(name).GetString());
    }

    [Fact]
    public async Task The_childs_name_in_a_file_is_encrypted_in_the_message()
    {
        var answer = await UploadAsync(Transcript + "&speaker=Annabel", "talk.txt");

        Assert.DoesNotContain("Annabel", world.Sender.Of(answer.GetProperty("command_id").GetGuid())[^1].Body.GetRawText(), StringComparison.Ordinal);
    }

    public static TheoryData<string, string, int, string, string> Refusals => new()
    {
        { "/api/pulse/imports/exprot?community_id=garden", "a.txt", 404, "unknown_kind", "export" },
        { "/api/rabbit/imports/export?child_id=a", "a.txt", 404, "unknown_kind", "transcript" },
        { "/api/puls/imports/export", "a.txt", 404, "unknown_module", "pulse" },
        { Export + "&sauce_id=a", "a.txt", 400, "unknown_parameter", "source_id" },
        { Transcript + "&childid=a", "a.txt", 400, "unknown_parameter", "child_id" },
        { "/api/rabbit/imports/transcript", "a.txt", 400, "invalid_value", "child_id" },
        { Transcript + "&language=fr&tokenizer=none", "a.txt", 400, "invalid_value", "language, tokenizer" },
        { Export + "&date_order=sideways&delete_after_processing=maybe", "a.txt", 400, "invalid_value", "date_order, delete_after_processing" },
        { Export, "a.cha", 415, "unsupported_file_type", ".txt, .chat and .zip" },
        { Transcript, "a.zip", 415, "unsupported_file_type", ".cha, .txt, .json, .jsonl and .ndjson" },
        { Transcript, "", 400, "file_missing", "?filename=" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refused_upload_has_a_reason_and_leaves_nothing_behind(string path, string filename, int status, string code, string says)
    {
        var before = Stored();
        using HttpContent body = filename.Length == 0 ? new ByteArrayContent(s_bytes) : Form(s_bytes, filename);
        var (detail, _) = await ApiWorld.ProblemAsync(await world.Admin.PostAsync(path, body), status, code);

        Assert.Contains(says, detail, StringComparison.Ordinal);
        Assert.Equal(before, Stored());
    }

    [Fact]
    public async Task A_file_larger_than_its_kind_allows_is_refused_and_leaves_nothing_behind()
    {
        var before = Stored();
        await ApiWorld.ProblemAsync(await world.Admin.PostAsync(Export, Form(new byte[ApiWorld.MaxUpload + 1], "a.txt")), 413, "body_too_large");
        await ApiWorld.ProblemAsync(await world.Admin.PostAsync(Transcript, Form(new byte[(32 * 1024 * 1024) + 1], "a.txt")), 413, "body_too_large");

        Assert.Equal(before, Stored());
    }

    [Fact]
    public async Task A_retry_with_the_same_key_is_the_same_import()
    {
        async Task<string> RetryAsync() =>
            (await ApiWorld.JsonAsync(await world.SendAsync(HttpMethod.Post, Transcript, Form(s_bytes, "a.txt"), ("Idempotency-Key", "import-1")), HttpStatusCode.Accepted)).GetRawText();

        Assert.Equal(await RetryAsync(), await RetryAsync());
    }

    [Fact]
    public async Task An_import_is_accepted_until_its_command_is_handled_and_rejected_with_it()
    {
        var answer = await UploadAsync(Export + "&source_id=main", "a.txt");
        var url = answer.GetProperty("import_url").GetString()!;

        var accepted = await ApiWorld.JsonAsync(await world.Admin.GetAsync(url));
        Assert.Equal(("accepted", false, "pulse", "export"), (Text(accepted, "state"), accepted.GetProperty("is_final").GetBoolean(), Text(accepted, "module"), Text(accepted, "kind")));

        await world.Services.GetRequiredService<CommandLedger>().FinishAsync(new CommandOutcome(
            answer.GetProperty("command_id").GetGuid(), CommandStatus.Rejected, """{"status":404,"code":"community_not_found","detail":"There is no community garden."}"""));
        var rejected = await ApiWorld.JsonAsync(await world.Admin.GetAsync(url));
        Assert.Equal(("rejected", true, "community_not_found"), (Text(rejected, "state"), rejected.GetProperty("is_final").GetBoolean(), Text(rejected.GetProperty("error"), "code")));
        await ApiWorld.ProblemAsync(await world.Admin.GetAsync($"/imports/{Guid.NewGuid()}"), 404, "import_not_found");
        Assert.Equal(HttpStatusCode.Unauthorized, (await world.Anyone.GetAsync(url)).StatusCode);
    }

    [Fact]
    public async Task The_progress_of_an_import_is_streamed_to_its_end()
    {
        var import = Guid.NewGuid();
        await AppendAsync($"rabbit-import-{import}", new TranscriptRegistered(import, "mina", "child/mina", "Zoé", null, "separator", "k", "transcript-0.txt", 3, new string('0', 64)));
        using var response = await world.Admin.GetAsync($"/imports/{import}/events", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        Assert.Equal(("progress", "queued", 0L), await NextAsync());
        await AppendAsync($"rabbit-import-{import}", new TranscriptRead(import, 2, 1), new TranscriptTurnsRecorded(import, 1, 1));
        Assert.Equal(("progress", "running", 1L), await NextAsync());
        await AppendAsync($"rabbit-import-{import}", new TranscriptImported(
            import, "child/mina", [import], "en", 2, 1, """{"turn_count":2,"left_out":[{"reason":"remarks","count":1,"lines":[1]}]}""",
            """{"turn_count":2,"left_out":[{"reason":"remarks","count":1,"lines":[1],"sample":"# x"}],"warnings":["Line 2: odd"],"speakers":{"Zoé":2}}"""));
        Assert.Equal(("end", "completed", 0L), await NextAsync());
        Assert.Null(await reader.ReadLineAsync());

        var ended = await ApiWorld.JsonAsync(await world.Admin.GetAsync($"/imports/{import}"));
        Assert.Equal((2, 1, 2), (Figure(ended, "turns"), Figure(ended, "new"), ended.GetProperty("summary").GetProperty("speakers").GetProperty("Zoé").GetInt32()));
        Assert.Equal("""[{"reason":"remarks","count":1,"lines":[1]}]""", ended.GetProperty("left_out").GetRawText());
        Assert.Equal("Line 2: odd", ended.GetProperty("warnings")[0].GetString());
        Assert.True(ended.GetProperty("position").GetInt64() > 0);

        async Task<(string Event, string State, long Done)> NextAsync()
        {
            var name = (await reader.ReadLineAsync())!["event: ".Length..];
            var data = JsonSerializer.Deserialize<JsonElement>((await reader.ReadLineAsync())!["data: ".Length..]);
            Assert.Equal("", await reader.ReadLineAsync());
            return (name, Text(data, "state"), data.GetProperty("done").GetInt64());
        }
    }

    [Fact]
    public async Task The_product_route_of_exports_is_the_same_import()
    {
        var answer = await UploadAsync("/api/pulse/exports?community_id=garden", "a.txt");
        var export = answer.GetProperty("export_id").GetGuid();
        Assert.Equal("accepted", Text(await ApiWorld.JsonAsync(await world.Admin.GetAsync($"/imports/{export}")), "state"));

        await AppendAsync($"pulse/export/{export}", new ExportRegistered(export, "garden", null, "k", "export-0.txt", "txt", 3, new string('0', 64), true));
        var waiting = await ApiWorld.JsonAsync(await world.Admin.GetAsync($"/imports/{export}"));
        Assert.Equal("waiting", Text(waiting, "state"));
        Assert.Contains("pulse.assign_source", Text(waiting, "next_step"), StringComparison.Ordinal);
    }

    private async Task AppendAsync(string stream, params IReadOnlyList<IEvent> events) => await world.Services.GetRequiredService<IEventStore>().AppendAsync(
        new Append([new StreamAppend(stream, ExpectedVersion.Any, events)], new EventMetadata(Guid.NewGuid(), "tester", DateTimeOffset.UtcNow)));

    private static string Text(JsonElement json, string member) => json.GetProperty(member).GetString()!;

    private static int Figure(JsonElement import, string name) => import.GetProperty("summary").GetProperty(name).GetInt32();
}
