using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EventSourced.Contracts.Pulse;
using EventSourced.EventStore;
using EventSourced.EventStore.Signals;
using EventSourced.Projections;
using EventSourced.ReadTables.Generations;
using EventSourced.ReadTables.Hosting;
using EventSourced.ReadTables.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventSourced.Api.Tests.Admin;

public sealed class OperationTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    [Fact]
    public async Task Tables_are_rebuilt_verified_rolled_back_and_released_and_the_audit_has_the_actor()
    {
        await using var worker = await WorkerAsync();
        await AppendAsync(new CommunityCreated("house", "House", "d", 1));

        var rebuilt = await EndAsync(await world.Admin.PostAsJsonAsync("/admin/rebuilds", new { tables = new[] { "pulse.communities" } }));
        Assert.Equal("completed", rebuilt.GetProperty("state").GetString());
        Assert.Equal("pulse.communities", rebuilt.GetProperty("result").GetProperty("swapped")[0].GetString());
        var verified = await EndAsync(await world.Admin.PostAsJsonAsync("/admin/verifications", new { all = true }));
        Assert.True(verified.GetProperty("result").GetProperty("holds").GetBoolean());
        await world.ExecuteAsync("update pulse.communities set name = 'Other' where community_id = 'house'");
        verified = await EndAsync(await world.Admin.PostAsJsonAsync("/admin/verifications", new { tables = new[] { "pulse.communities" }, where = new { community_id = "house" }, sample_percent = 100 }));
        Assert.False(verified.GetProperty("result").GetProperty("holds").GetBoolean());

        var back = await ApiWorld.JsonAsync(await world.Admin.PostAsync("/admin/generations/pulse.communities/rollback", null));
        Assert.Equal(["1 live", "2 previous"], back.EnumerateArray().Select(g => $"{g.GetProperty("number")} {g.GetProperty("state")}"));
        Assert.Equal(1, (await ApiWorld.JsonAsync(await world.Admin.PostAsync("/admin/generations/pulse.communities/release", null))).GetProperty("dropped").GetInt32());
        await ApiWorld.ProblemAsync(await world.Admin.PostAsync("/admin/generations/pulse.communities/rollback", null), 409, "no_previous_generation");

        var audit = await ApiWorld.JsonAsync(await world.Admin.GetAsync("/admin/events?stream=operations/audit"));
        Assert.Equal(
            ["first rebuild", "first verify", "first rollback", "first release"],
            audit.GetProperty("events").EnumerateArray().Where(e => e.GetProperty("data").GetProperty("targets").GetRawText() == """["pulse.communities"]""")
                .Select(e => $"{e.GetProperty("event").GetProperty("actor")} {e.GetProperty("data").GetProperty("action")}"));
    }

    [Theory]
    [InlineData("-5")]
    [InlineData("0")]
    [InlineData("1e9")]
    public async Task The_retention_of_a_replay_is_bounded(string hours) => await ApiWorld.ProblemAsync(
        await world.Admin.PostAsync("/admin/replays", new StringContent($$"""{"to":"1","into":"odd","keep_hours":{{hours}}}""", System.Text.Encoding.UTF8, "application/json")), 400, "invalid_value");

    [Fact]
    public async Task Numbers_of_generations_are_never_reused()
    {
        await using var worker = await WorkerAsync();
        async Task<string[]> RebuiltAsync()
        {
            Assert.Equal("completed", (await EndAsync(await world.Admin.PostAsJsonAsync("/admin/rebuilds", new { tables = new[] { "pulse.chat_sources" } }))).GetProperty("state").GetString());
            return [.. (await ApiWorld.JsonAsync(await world.Admin.GetAsync("/admin/generations"))).EnumerateArray()
                .Where(g => g.GetProperty("table").GetString() == "pulse.chat_sources").Select(g => $"{g.GetProperty("number")} {g.GetProperty("state")}")];
        }
        Assert.Equal(["1 previous", "2 live"], await RebuiltAsync());
        await ApiWorld.JsonAsync(await world.Admin.PostAsync("/admin/generations/pulse.chat_sources/rollback", null));
        await ApiWorld.JsonAsync(await world.Admin.PostAsync("/admin/generations/pulse.chat_sources/release", null));
        Assert.Equal(["1 previous", "3 live"], await RebuiltAsync());
    }

    [Fact]
    public async Task A_replay_can_be_queried_by_its_name_until_it_is_dropped()
    {
        await using var worker = await WorkerAsync();
        await AppendAsync(new CommunityCreated("then", "Then", "d", 1));
        var then = await world.Services.GetRequiredService<IEventStore>().ReadWatermarkAsync();
        await AppendAsync(new CommunityDeleted("then"), new CommunityCreated("then", "Now", "d", 2));

        var ended = await EndAsync(await world.Admin.PostAsJsonAsync("/admin/replays", new { to = $"{then}", into = "past", module = "pulse" }));
        Assert.Equal("completed", ended.GetProperty("state").GetString());
        var rows = await ApiWorld.JsonAsync(await world.Admin.GetAsync("/api/pulse/communities?community_id=then&asOf=past"));
        Assert.Equal(("Then", then), (rows.GetProperty("data")[0].GetProperty("name").GetString(), rows.GetProperty("position").GetInt64()));
        Assert.Equal("past", (await ApiWorld.JsonAsync(await world.Admin.GetAsync("/admin/replays/kept")))[0].GetProperty("name").GetString());

        const string Then = "/api/pulse/communities?community_id=then&asOf=past";
        var tag = (await world.Admin.GetAsync(Then)).Headers.ETag!.ToString();
        Assert.Equal(HttpStatusCode.NotModified, (await world.SendAsync(HttpMethod.Get, Then, null, ("If-None-Match", tag))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await world.SendAsync(HttpMethod.Get, "/api/pulse/communities?community_id=then", null, ("If-None-Match", tag))).StatusCode);
        await ApiWorld.ProblemAsync(await world.SendAsync(HttpMethod.Get, "/api/pulse/communities?asOf=never", null, ("If-None-Match", "*")), 404, "unknown_replay");
        Assert.Equal(HttpStatusCode.OK, (await world.SendAsync(HttpMethod.Get, Then, null, ("X-Min-Position", $"{then}"))).StatusCode);
        await ApiWorld.ProblemAsync(await world.SendAsync(HttpMethod.Get, Then, null, ("X-Min-Position", $"{then + 1}"), ("X-Min-Position-Timeout", "60")), 409, "position_beyond_replay");

        Assert.Equal(HttpStatusCode.NoContent, (await world.Admin.DeleteAsync("/admin/replays/kept/past")).StatusCode);
        await ApiWorld.ProblemAsync(await world.Admin.GetAsync("/api/pulse/communities?community_id=then&asOf=past"), 404, "unknown_replay");
        await ApiWorld.ProblemAsync(await world.Admin.DeleteAsync("/admin/replays/kept/past"), 404, "unknown_replay");
    }

    [Fact]
    public async Task Progress_is_streamed_as_events_up_to_the_end()
    {
        var asked = await ApiWorld.JsonAsync(await world.Admin.PostAsJsonAsync("/admin/rebuilds", new { tables = new[] { "pulse.exports" } }), HttpStatusCode.Accepted);
        var cancelled = TestContext.Current.CancellationToken;
        using var following = new StreamReader(await world.Admin.GetStreamAsync($"/admin/rebuilds/{asked.GetProperty("id")}/progress", cancelled));
        // Before a worker exists that executes it.
        Assert.Equal("event: progress", await following.ReadLineAsync(cancelled));
        Assert.Contains("\"state\":\"queued\"", await following.ReadLineAsync(cancelled));
        await using var worker = await WorkerAsync();
        var lines = (await following.ReadToEndAsync(cancelled)).Split('\n');
        Assert.Contains("event: end", lines);
        Assert.Contains("\"state\":\"completed\"", lines.Last(l => l.StartsWith("data:", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("/admin/rebuilds", "{}", 400, "which_tables")]
    [InlineData("/admin/rebuilds", """{"all":true,"module":"pulse"}""", 400, "which_tables")]
    [InlineData("/admin/rebuilds", """{"tables":["pulse.comunities"]}""", 404, "unknown_table")]
    [InlineData("/admin/rebuilds", """{"module":"puls"}""", 404, "unknown_module")]
    [InlineData("/admin/rebuilds", """{"tables":["pulse.communities"],"where":{"name":"x"}}""", 400, "not_leading_key")]
    [InlineData("/admin/verifications", """{"all":true,"sample_percent":0}""", 400, "invalid_value")]
    [InlineData("/admin/replays", """{"to":"yesterday","into":"past"}""", 400, "invalid_value")]
    [InlineData("/admin/replays", """{"to":"5","into":"no-good"}""", 400, "invalid_value")]
    [InlineData("/admin/replays", """{"to":"5"}""", 400, "invalid_body")]
    public async Task The_error_of_an_invalid_request_lists_what_is_possible(string path, string body, int status, string code)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        await ApiWorld.ProblemAsync(await world.Admin.PostAsync(path, content), status, code);
    }

    [Theory]
    [InlineData("/admin/rebuilds")]
    [InlineData("/admin/generations")]
    [InlineData("/admin/replays/kept")]
    public async Task Only_admins_are_authorised(string path) => Assert.Equal(HttpStatusCode.Unauthorized, (await world.Anyone.GetAsync(path)).StatusCode);

    [Fact]
    public async Task An_operation_that_was_never_requested_is_unknown()
    {
        await ApiWorld.ProblemAsync(await world.Admin.GetAsync($"/admin/rebuilds/{Guid.NewGuid()}"), 404, "unknown_operation");
        await ApiWorld.ProblemAsync(await world.Admin.PostAsync($"/admin/verifications/{Guid.NewGuid()}/cancel", null), 404, "unknown_operation");
    }

    private async Task AppendAsync(params Contracts.IEvent[] events)
    {
        var position = (await world.Services.GetRequiredService<IEventStore>().AppendAsync(new Append(
            [new StreamAppend($"operations-test/{Guid.NewGuid()}", ExpectedVersion.Any, events)], new EventMetadata(Guid.NewGuid(), "tester", DateTimeOffset.UtcNow)))).Position;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await using var behind = world.Source.CreateCommand($"select count(*) from es.read_tables where state = 'running' and position < {position}");
        while ((long)(await behind.ExecuteScalarAsync(limit.Token))! > 0) await Task.Delay(5, limit.Token);
    }

    private async Task<JsonElement> EndAsync(HttpResponseMessage answer)
    {
        var operation = await ApiWorld.JsonAsync(answer, HttpStatusCode.Accepted);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (!operation.GetProperty("is_final").GetBoolean())
        {
            await Task.Delay(20, limit.Token);
            operation = await ApiWorld.JsonAsync(await world.Admin.GetAsync(answer.Headers.Location, limit.Token));
        }
        return operation;
    }

    private async Task<Worker> WorkerAsync()
    {
        var (store, codec) = (world.Services.GetRequiredService<IEventStore>(), world.Services.GetRequiredService<EventCodec>());
        var worker = new Worker(
            new ProjectionRuntime(ReadTableSet.Catalog, store, codec, world.Source, new LogSignal(), new StateChanges(new Notifications(world.Source, NullLogger<Notifications>.Instance)), new ProjectionOptions { PollInterval = TimeSpan.FromMilliseconds(20) }, NullLoggerFactory.Instance),
            new OperationRunner(ReadTableSet.Catalog, store, codec, world.Source, new BuildOptions(), new ProjectionOptions(), new StateChanges(new Notifications(world.Source, NullLogger<Notifications>.Instance)), NullLogger<OperationRunner>.Instance));
        await worker.StartAsync();
        return worker;
    }

    /// <summary>What a worker process does for the read tables.</summary>
    private sealed record Worker(ProjectionRuntime Runtime, OperationRunner Runner) : IAsyncDisposable
    {
        public async Task StartAsync()
        {
            await Runtime.StartAsync(default);
            await Runner.StartAsync(default);
        }

        public async ValueTask DisposeAsync()
        {
            await Runner.StopAsync(default);
            await Runtime.StopAsync(default);
            Runner.Dispose();
            Runtime.Dispose();
        }
    }
}
