using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using EventSourced.Commands.Bus;
using EventSourced.EventStore;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Api.Tests.Commands;

public sealed class CommandTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    private const string Communities = "/api/pulse/communities";

    private CommandLedger Ledger => world.Services.GetRequiredService<CommandLedger>();

    private static StringContent Body(string json) => new(json, Encoding.UTF8, "application/json");

    private static (string, string) Key(object key) => ("Idempotency-Key", $"{key}");

    [Fact]
    public async Task A_command_is_accepted_added_to_the_ledger_and_sent_to_the_bus()
    {
        var response = await world.SendAsync(HttpMethod.Post, Communities, Body("""{"community_id":"garden","name":"Garden"}"""),
            ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
        var answer = await ApiWorld.JsonAsync(response, HttpStatusCode.Accepted);
        var id = answer.GetProperty("command_id").GetGuid();
        Assert.Equal($"/commands/{id}", response.Headers.Location!.ToString());
        var sent = Assert.Single(world.Sender.Of(id));
        Assert.Equal(("pulse.create_community", "first"), (sent.Name, sent.Actor));
        Assert.Equal("""{"community_id":"garden","name":"Garden","description":"","is_public":true}""", sent.Body.GetRawText());
        Assert.StartsWith("00-0af7651916cd43dd8448eb211c80319c-", sent.TraceParent);

        var state = await ApiWorld.JsonAsync(await world.Admin.GetAsync(response.Headers.Location));
        Assert.Equal(("accepted", "pulse.create_community"), (state.GetProperty("status").GetString(), state.GetProperty("name").GetString()));
        Assert.Equal(JsonValueKind.Null, state.GetProperty("finished_at").ValueKind);
    }

    [Fact]
    public async Task Route_parameters_are_members_of_the_command()
    {
        var export = Guid.NewGuid();
        var id = Guid.NewGuid();
        await ApiWorld.JsonAsync(await world.SendAsync(HttpMethod.Post, $"/api/pulse/exports/{export}/source", Body("""{"source_id":"main"}"""), ("X-Command-Id", $"{id}")), HttpStatusCode.Accepted);
        Assert.Equal($$"""{"export_id":"{{export}}","source_id":"main"}""", world.Sender.Of(id)[0].Body.GetRawText());

        await ApiWorld.JsonAsync(await world.SendAsync(HttpMethod.Delete, "/api/pulse/communities/garden", null), HttpStatusCode.Accepted);
        var (_, problem) = await ApiWorld.ProblemAsync(
            await world.SendAsync(HttpMethod.Post, $"/api/pulse/exports/nope/source", Body("""{"source_id":null,"export_id":"other"}""")), 400, "invalid_body");
        Assert.Equal(["export_id", "source_id"], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
    }

    [Theory]
    [InlineData("POST", "/api/pulse/sources", """{"community_id":"c","source_id":"s","name":"n"}""", "pulse.create_source")]
    [InlineData("POST", "/api/pulse/exports/0198c5a2-4d1f-7cc0-8000-000000000001/replay", "", "pulse.replay_export")]
    [InlineData("DELETE", "/api/pulse/exports/0198c5a2-4d1f-7cc0-8000-000000000001", "", "pulse.delete_export")]
    [InlineData("POST", "/api/pulse/clear", """{"community_id":"c","source_id":"s","from":"2024-01-01","to":"2024-01-31"}""", "pulse.clear")]
    [InlineData("POST", "/api/pulse/weeks/regenerate", """{"community_id":"c","source_id":"s","force":true}""", "pulse.regenerate_weekly")]
    public async Task Every_command_has_its_route(string method, string path, string json, string name)
    {
        var answer = await ApiWorld.JsonAsync(await world.SendAsync(new HttpMethod(method), path, json == "" ? null : Body(json)), HttpStatusCode.Accepted);
        Assert.Equal(name, world.Sender.Of(answer.GetProperty("command_id").GetGuid())[0].Name);
    }

    [Fact]
    public async Task A_repeated_request_is_the_same_command_and_is_resent_until_it_has_an_outcome()
    {
        var first = await ApiWorld.JsonAsync(await PostAsync("a", "retry"), HttpStatusCode.Accepted);
        var id = first.GetProperty("command_id").GetGuid();
        var again = await ApiWorld.JsonAsync(await world.SendAsync(HttpMethod.Post, Communities, Body("""{ "name": "N", "community_id": "a" }"""), Key("retry")), HttpStatusCode.Accepted);
        Assert.Equal(id, again.GetProperty("command_id").GetGuid());
        Assert.Equal(2, world.Sender.Of(id).Count);

        await Ledger.FinishAsync(new CommandOutcome(id, CommandStatus.Completed, """{"n":1}"""), 77);
        var done = await ApiWorld.JsonAsync(await PostAsync("a", "retry"));
        Assert.Equal(("completed", 77), (done.GetProperty("status").GetString(), done.GetProperty("position").GetInt64()));
        Assert.Equal("""{"n": 1}""", done.GetProperty("result").GetRawText());
        Assert.Equal(2, world.Sender.Of(id).Count);
        var state = await ApiWorld.JsonAsync(await world.Admin.GetAsync($"/commands/{id}"));
        Assert.Equal(("completed", 77), (state.GetProperty("status").GetString(), state.GetProperty("position").GetInt64()));
    }

    [Fact]
    public async Task A_key_belongs_to_its_caller_and_a_uuid_is_the_command_itself()
    {
        var created = await ApiWorld.JsonAsync(await world.SendAsync(HttpMethod.Post, "/admin/tokens", Body("""{"name":"other"}""")), HttpStatusCode.Created);
        using var other = new HttpClient { BaseAddress = world.Address, DefaultRequestHeaders = { { "x-admin-token", created.GetProperty("token").GetString() } } };
        var mine = await ApiWorld.JsonAsync(await PostAsync("a", "shared"), HttpStatusCode.Accepted);
        var theirs = await ApiWorld.JsonAsync(await ApiWorld.SendAsync(other, HttpMethod.Post, Communities, Body("""{"community_id":"b","name":"N"}"""), Key("shared")), HttpStatusCode.Accepted);
        Assert.NotEqual(mine.GetProperty("command_id").GetGuid(), theirs.GetProperty("command_id").GetGuid());
        var id = Guid.NewGuid();
        Assert.Equal(id, (await ApiWorld.JsonAsync(await PostAsync("a", id), HttpStatusCode.Accepted)).GetProperty("command_id").GetGuid());
    }

    [Fact]
    public async Task A_key_used_for_another_request_is_refused()
    {
        await ApiWorld.JsonAsync(await PostAsync("one", "once"), HttpStatusCode.Accepted);
        await ApiWorld.ProblemAsync(await PostAsync("two", "once"), 422, "idempotency_key_reused");
        await ApiWorld.ProblemAsync(await world.SendAsync(HttpMethod.Delete, "/api/pulse/communities/one", null, Key("once")), 422, "idempotency_key_reused");
    }

    [Theory]
    [InlineData("X-Command-Id", "x")]
    [InlineData("Idempotency-Key", "")]
    [InlineData("Prefer", "wait=61")]
    [InlineData("Prefer", "wait=soon")]
    public async Task A_malformed_header_is_refused(string name, string value) => await ApiWorld.ProblemAsync(
        await world.SendAsync(HttpMethod.Post, Communities, Body("""{"community_id":"a","name":"N"}"""), (name, value)), 400, "invalid_header");

    [Fact]
    public async Task While_the_bus_is_down_a_command_is_answered_with_503_and_the_same_request_succeeds_later()
    {
        world.Sender.Behaviour = _ => throw new BusUnavailableException("broker at amqp://secret is down");
        HttpResponseMessage refused;
        try
        {
            refused = await PostAsync("bus", "down");
        }
        finally
        {
            world.Sender.Behaviour = null;
        }
        var (detail, _) = await ApiWorld.ProblemAsync(refused, 503, "bus_unavailable");
        Assert.DoesNotContain("secret", detail);
        Assert.True(refused.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        var answer = await ApiWorld.JsonAsync(await PostAsync("bus", "down"), HttpStatusCode.Accepted);
        Assert.Single(world.Sender.Of(answer.GetProperty("command_id").GetGuid()));
    }

    [Fact]
    public async Task The_error_of_a_command_that_could_not_be_queued_has_its_id_for_a_retry()
    {
        HttpResponseMessage refused;
        world.Sender.Behaviour = _ => throw new BusUnavailableException("the broker is away");
        try
        {
            refused = await world.Admin.PostAsync("/api/pulse/communities", new StringContent("""{"community_id":"retried","name":"x"}""", System.Text.Encoding.UTF8, "application/json"));
        }
        finally
        {
            world.Sender.Behaviour = null;
        }
        var (_, problem) = await ApiWorld.ProblemAsync(refused, 503, "bus_unavailable");
        var id = problem.GetProperty("command_id").GetString()!;
        Assert.Equal(id, refused.Headers.GetValues("X-Command-Id").Single());
        var again = await world.SendAsync(HttpMethod.Post, "/api/pulse/communities", new StringContent("""{"community_id":"retried","name":"x"}""", System.Text.Encoding.UTF8, "application/json"), ("X-Command-Id", id));
        Assert.Equal(id, (await ApiWorld.JsonAsync(again, HttpStatusCode.Accepted)).GetProperty("command_id").GetString());
        Assert.Single(world.Sender.Of(Guid.Parse(id)));
    }

    [Fact]
    public async Task An_invalid_command_is_refused_immediately_and_not_sent()
    {
        var id = Guid.NewGuid();
        var refused = await world.SendAsync(HttpMethod.Post, "/api/pulse/communities",
            new StringContent("""{"community_id":"No Slug","name":""}""", System.Text.Encoding.UTF8, "application/json"), ("X-Command-Id", $"{id}"));
        var (_, problem) = await ApiWorld.ProblemAsync(refused, 422, "validation_failed");
        Assert.Equal(["community_id", "name"], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
        Assert.Empty(world.Sender.Of(id));
    }

    [Fact]
    public async Task Internal_errors_are_not_shown()
    {
        world.Sender.Behaviour = _ => throw new InvalidOperationException("the secret reason");
        try
        {
            var response = await PostAsync("x", "inside");
            Assert.DoesNotContain("secret", await response.Content.ReadAsStringAsync());
            var (_, problem) = await ApiWorld.ProblemAsync(response, 500, "internal_error");
            Assert.NotEmpty(problem.GetProperty("trace_id").GetString()!);
        }
        finally
        {
            world.Sender.Behaviour = null;
        }
    }

    [Fact]
    public async Task With_Prefer_wait_the_answer_has_the_outcome()
    {
        var id = Guid.NewGuid();
        var response = world.SendAsync(HttpMethod.Post, Communities, Body("""{"community_id":"w","name":"N"}"""), Key(id), ("Prefer", "respond-async, wait=60"));
        await SentAsync(id, response);
        Assert.False(response.IsCompleted);
        await Ledger.FinishAsync(new CommandOutcome(id, CommandStatus.Completed, null), 12);
        var done = await ApiWorld.JsonAsync(await response);
        Assert.Equal(12, done.GetProperty("position").GetInt64());
        Assert.Equal("12", (await response).Headers.GetValues("X-Position").Single());
        Assert.Equal("wait=60", (await response).Headers.GetValues("Preference-Applied").Single());

        id = Guid.NewGuid();
        response = world.SendAsync(HttpMethod.Post, Communities, Body("""{"community_id":"w","name":"N"}"""), Key(id), ("Prefer", "wait=60"));
        await SentAsync(id, response);
        await Ledger.FinishAsync(new CommandOutcome(id, CommandStatus.Rejected, """{"status":409,"code":"community_exists","detail":"There is one.","errors":{"community_id":["taken"]}}"""));
        var (detail, problem) = await ApiWorld.ProblemAsync(await response, 409, "community_exists");
        Assert.Equal("There is one.", detail);
        Assert.Equal("taken", problem.GetProperty("errors").GetProperty("community_id")[0].GetString());
        Assert.Equal(id, problem.GetProperty("command_id").GetGuid());

        await ApiWorld.JsonAsync(await world.SendAsync(HttpMethod.Post, Communities, Body("""{"community_id":"w","name":"N"}"""), ("Prefer", "wait=0")), HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData("{\"community_id\":\"a\",\n \"name\": N}", "malformed_json", "line 2")]
    [InlineData("{\"community_id\":\"a\"", "malformed_json", "line 1")]
    [InlineData("[1]", "malformed_json", "array")]
    [InlineData("null", "malformed_json", "null")]
    [InlineData("{\"name\":\"a\",\"name\":\"b\",\"community_id\":\"a\"}", "malformed_json", "name")]
    [InlineData("{\"community_id\":\"a\",\"naem\":\"N\"}", "invalid_body", "naem")]
    [InlineData("{\"community_id\":1,\"name\":null}", "invalid_body", "community_id, name")]
    [InlineData("", "invalid_body", "community_id, name")]
    public async Task The_error_of_an_invalid_body_names_its_faults(string json, string code, string says)
    {
        var (detail, _) = await ApiWorld.ProblemAsync(await world.SendAsync(HttpMethod.Post, Communities, Body(json)), 400, code);
        Assert.Contains(says, detail);
    }

    [Fact]
    public async Task The_error_of_an_unknown_member_suggests_a_similar_one()
    {
        var (_, problem) = await ApiWorld.ProblemAsync(await world.SendAsync(HttpMethod.Post, Communities, Body("""{"community_id":"a","nmae":"N"}""")), 400, "invalid_body");
        Assert.Contains("Did you mean name?", problem.GetProperty("errors").GetProperty("nmae")[0].GetString());
        Assert.Equal("Missing.", problem.GetProperty("errors").GetProperty("name")[0].GetString());
    }

    [Fact]
    public async Task A_body_of_another_type_is_refused() => await ApiWorld.ProblemAsync(
        await world.SendAsync(HttpMethod.Post, Communities, new StringContent("<a/>", Encoding.UTF8, "application/xml")), 415, "unsupported_media_type");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_that_is_too_large_is_refused(bool knownLength)
    {
        // Sent only when the server asks for it, so that its refusal is always read.
        HttpContent body = knownLength ? new ByteArrayContent(new byte[1024 * 1024 + 1]) : new StreamContent(new Unseekable(new byte[1024 * 1024 + 1]));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, Communities) { Content = body, Headers = { ExpectContinue = knownLength } };
        var (_, problem) = await ApiWorld.ProblemAsync(await world.Admin.SendAsync(request), 413, "body_too_large");
        Assert.Equal(1024 * 1024, problem.GetProperty("max_bytes").GetInt64());
    }

    [Fact]
    public async Task An_unknown_command_has_no_status()
    {
        await ApiWorld.ProblemAsync(await world.Admin.GetAsync($"/commands/{Guid.NewGuid()}"), 404, "command_not_found");
        await ApiWorld.ProblemAsync(await world.Admin.GetAsync("/commands/x"), 400, "invalid_value");
    }

    private Task<HttpResponseMessage> PostAsync(string community, object key) =>
        world.SendAsync(HttpMethod.Post, Communities, Body($$"""{"community_id":"{{community}}","name":"N"}"""), Key(key));

    private async Task SentAsync(Guid id, Task<HttpResponseMessage> response)
    {
        while (world.Sender.Of(id).Count == 0 && !response.IsCompleted) await Task.Yield();
    }

    private sealed class Unseekable(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
