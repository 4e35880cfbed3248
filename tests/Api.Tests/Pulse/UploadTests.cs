using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace EventSourced.Api.Tests.Pulse;

public sealed class UploadTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    private const string Exports = "/api/pulse/exports?community_id=garden";

    private static MultipartFormDataContent Form(byte[] bytes, string filename = "chat.txt", string field = "file") => new() { { new ByteArrayContent(bytes), field, filename } };

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private JsonElement SentBody(JsonElement answer) => world.Sender.Of(answer.GetProperty("command_id").GetGuid())[^1].Body;

    private string[] Stored() => [.. Directory.EnumerateFiles(world.ObjectFolder, "*", SearchOption.AllDirectories).Order()];

    [Fact]
    public async Task A_file_is_stored_and_registered()
    {
        var bytes = Bytes("12/31/23, 9:41 PM - Alice: Hi");
        var answer = await ApiWorld.JsonAsync(await world.Admin.PostAsync(Exports + "&source_id=main&delete_after_processing=false", Form(bytes, "C:\\chats\\WhatsApp Chat – ä.chat")), HttpStatusCode.Accepted);
        var sha = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var command = SentBody(answer);
        Assert.Equal(answer.GetProperty("export_id").GetString(), command.GetProperty("export_id").GetString());
        Assert.Equal(("garden", "main", $"export-{sha[..12]}.chat", "txt", sha, false), (
            command.GetProperty("community_id").GetString(), command.GetProperty("source_id").GetString(), command.GetProperty("filename").GetString(),
            command.GetProperty("file_type").GetString(), command.GetProperty("content_sha256").GetString(), command.GetProperty("delete_after_processing").GetBoolean()));
        Assert.Equal(bytes.Length, command.GetProperty("byte_size").GetInt64());
        Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Combine(world.ObjectFolder, command.GetProperty("object_key").GetString()!)));
    }

    [Fact]
    public async Task The_body_may_be_the_file_itself()
    {
        var answer = await ApiWorld.JsonAsync(await world.Admin.PostAsync(Exports + "&filename=a.ZIP", new ByteArrayContent(Bytes("PK"))), HttpStatusCode.Accepted);
        Assert.Equal(("zip", JsonValueKind.Null, true), (
            SentBody(answer).GetProperty("file_type").GetString(), SentBody(answer).GetProperty("source_id").ValueKind, SentBody(answer).GetProperty("delete_after_processing").GetBoolean()));
    }

    [Fact]
    public async Task A_retry_with_the_same_key_registers_the_same_export()
    {
        async Task<JsonElement> UploadAsync(string text) =>
            await ApiWorld.JsonAsync(await world.SendAsync(HttpMethod.Post, Exports, Form(Bytes(text)), ("Idempotency-Key", "upload-1")), HttpStatusCode.Accepted);
        Assert.Equal((await UploadAsync("same")).GetRawText(), (await UploadAsync("same")).GetRawText());
        await ApiWorld.ProblemAsync(await world.SendAsync(HttpMethod.Post, Exports, Form(Bytes("other")), ("Idempotency-Key", "upload-1")), 422, "idempotency_key_reused");
        // A refused upload is not kept, unless it existed before.
        Assert.DoesNotContain(Stored(), file => file.Contains(Convert.ToHexStringLower(SHA256.HashData(Bytes("other"))), StringComparison.Ordinal));
        await ApiWorld.JsonAsync(await world.Admin.PostAsync(Exports, Form(Bytes("another"))), HttpStatusCode.Accepted);
        await ApiWorld.ProblemAsync(await world.SendAsync(HttpMethod.Post, Exports, Form(Bytes("another")), ("Idempotency-Key", "upload-1")), 422, "idempotency_key_reused");
        Assert.Contains(Stored(), file => file.Contains(Convert.ToHexStringLower(SHA256.HashData(Bytes("another"))), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_file_from_two_callers_at_the_same_moment_is_one_object_and_two_exports()
    {
        var bytes = new byte[ApiWorld.MaxUpload];
        Random.Shared.NextBytes(bytes);
        // Both are inside the object store before either continues.
        using var both = new Barrier(2);
        world.Objects.Putting = _ => both.SignalAndWait();
        JsonElement[] answers;
        try
        {
            answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
                await ApiWorld.JsonAsync(await world.Admin.PostAsync(Exports, Form(bytes)), HttpStatusCode.Accepted))));
        }
        finally
        {
            world.Objects.Putting = null;
        }
        Assert.NotEqual(answers[0].GetProperty("export_id").GetString(), answers[1].GetProperty("export_id").GetString());
        Assert.Equal(SentBody(answers[0]).GetProperty("object_key").GetString(), SentBody(answers[1]).GetProperty("object_key").GetString());
    }

    public static TheoryData<string, string, int, string, string> Faults => new()
    {
        { "/api/pulse/exports", "form", 400, "invalid_value", "community_id" },
        { "/api/pulse/exports?community_id=../x", "form", 400, "invalid_value", "community_id" },
        { Exports + "&source_id=A&delete_after_processing=maybe", "form", 400, "invalid_value", "delete_after_processing, source_id" },
        { Exports + "&sauce_id=a", "form", 400, "unknown_parameter", "sauce_id" },
        { Exports, "pdf", 415, "unsupported_file_type", ".txt, .chat and .zip" },
        { Exports + "&filename=a", "raw", 415, "unsupported_file_type", ".txt, .chat and .zip" },
        { Exports, "raw", 400, "file_missing", "?filename=" },
        { Exports, "no file", 400, "file_missing", "note" },
        { Exports, "empty form", 400, "file_missing", "file" },
        { Exports, "empty file", 400, "empty_file", "empty" },
        { Exports + "&filename=a.txt", "empty raw", 400, "empty_file", "empty" },
        { Exports, "two files", 400, "several_files", "two files" },
        { Exports, "field after", 400, "unknown_field", "note" },
        { Exports, "too large", 413, "body_too_large", "200000" },
        { Exports, "cut off", 400, "malformed_upload", "ends" },
        { Exports, "no boundary", 400, "malformed_upload", "boundary" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task An_invalid_upload_is_refused_and_leaves_nothing_behind(string path, string body, int status, string code, string says)
    {
        var before = Stored();
        var (detail, _) = await ApiWorld.ProblemAsync(await world.Admin.PostAsync(path, Faulty(body)), status, code);
        Assert.Contains(says, detail);
        Assert.Equal(before, Stored());
    }

    [Fact]
    public async Task An_aborted_upload_leaves_nothing_behind()
    {
        var before = Stored();
        var reading = new TaskCompletionSource<Stream>(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Objects.Putting = content => reading.TrySetResult(content);
        world.Objects.PutEnded = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            using (var socket = new TcpClient())
            {
                await socket.ConnectAsync(world.Address.Host, world.Address.Port);
                await socket.GetStream().WriteAsync(Bytes(
                    $"POST {Exports}&filename=a.txt HTTP/1.1\r\nHost: localhost\r\nx-admin-token: {world.Token}\r\nContent-Length: 150000\r\n\r\n{new string('x', 70_000)}"));
                await reading.Task;
            }
            Assert.NotNull(await world.Objects.PutEnded.Task);
        }
        finally
        {
            world.Objects.Putting = null;
            world.Objects.PutEnded = null;
        }
        Assert.Equal(before, Stored());
    }

    private static HttpContent Faulty(string body)
    {
        switch (body)
        {
            case "pdf": return Form(Bytes("x"), "a.pdf");
            case "raw": return new ByteArrayContent(Bytes("x"));
            case "empty raw": return new ByteArrayContent([]);
            case "no file": return new MultipartFormDataContent { { new StringContent("hello"), "note" } };
            case "empty form": return new MultipartFormDataContent();
            case "empty file": return Form([]);
            case "two files":
                var two = Form(Bytes("one"));
                two.Add(new ByteArrayContent(Bytes("two")), "file", "b.txt");
                return two;
            case "field after":
                var after = Form(Bytes("one"));
                after.Add(new StringContent("hello"), "note");
                return after;
            case "too large": return Form(new byte[ApiWorld.MaxUpload + 1]);
            case "cut off":
                var cut = new ByteArrayContent(Bytes("--b\r\nContent-Disposition: form-data; name=file; filename=a.txt\r\n\r\nabc"));
                cut.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");
                return cut;
            case "no boundary":
                var none = new ByteArrayContent(Bytes("--b"));
                none.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data");
                return none;
            default: return Form(Bytes("x"));
        }
    }
}
