using System.Net.Http.Json;
using System.Text.Json;
using EventSourced.Contracts;
using EventSourced.Contracts.Pulse;
using EventSourced.EventStore;
using EventSourced.EventStore.Signals;
using EventSourced.Projections;
using EventSourced.ReadTables.Hosting;
using EventSourced.ReadTables.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventSourced.Api.Tests.Admin;

public sealed class AdminToolTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    [Fact]
    public async Task A_row_is_explained_with_events_commands_and_actors()
    {
        var command = await AppendAsync("explained", new CommunityCreated("explained", "Old house", "d", 1), new CommunityDeleted("explained"), new CommunityCreated("explained", "New house", "d", 2));
        await ProjectAsync();
        var row = await ApiWorld.JsonAsync(await world.Admin.GetAsync("/api/pulse/communities/explain?community_id=explained"));
        Assert.Equal("pulse.communities", row.GetProperty("table").GetString());
        Assert.Equal("""{"community_id":"explained"}""", row.GetProperty("key").GetRawText());
        var events = row.GetProperty("events").EnumerateArray().ToList();
        Assert.Equal(["fold", "delete", "fold"], events.Select(e => e.GetProperty("effects")[0].GetString()));
        Assert.All(events, e => Assert.Equal(
            ("tester", command.ToString(), "explained"),
            (e.GetProperty("event").GetProperty("actor").GetString(), e.GetProperty("event").GetProperty("command_id").GetString(), e.GetProperty("event").GetProperty("stream").GetString())));
        Assert.Equal("Old house", events[1].GetProperty("before").GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, events[1].GetProperty("after").ValueKind);
        Assert.Equal(6, events[2].GetProperty("changed").GetArrayLength());
        Assert.Equal(0, row.GetProperty("differences").GetArrayLength());

        // The same values that the query endpoint returns.
        var page = await ApiWorld.JsonAsync(await world.Admin.GetAsync("/api/pulse/communities?community_id=explained"));
        Assert.Equal(page.GetProperty("data")[0].GetRawText(), row.GetProperty("row").GetRawText());
    }

    [Theory]
    [InlineData("/api/pulse/communitys/explain?community_id=a", 404, "unknown_table", "pulse.communities")]
    [InlineData("/api/pulse/communities/explain", 400, "missing_key_column", "community_id")]
    [InlineData("/api/pulse/communities/explain?community=a", 400, "unknown_column", "Did you mean community_id?")]
    [InlineData("/api/pulse/daily_digests/explain?community_id=a&source_id=b&day_date=today", 400, "invalid_value", "2024-01-31")]
    [InlineData("/api/pulse/communities/explain?community_id=nobody", 404, "row_unknown", "nobody")]
    [InlineData("/admin/effects/first", 400, "invalid_value", "position")]
    [InlineData("/admin/effects/0", 400, "invalid_value", "from 1")]
    [InlineData("/admin/effects/9999999", 404, "position_beyond_watermark", "the watermark is")]
    [InlineData("/admin/effects/1?deep=yes", 400, "unknown_parameter", "deep")]
    [InlineData("/admin/events", 400, "stream_or_from", "from")]
    [InlineData("/admin/events?stream=a&from=1", 400, "stream_or_from", "either")]
    [InlineData("/admin/events?stream=nowhere", 404, "unknown_stream", "nowhere")]
    [InlineData("/admin/events?from=1&type=pulse.comunity_created.v1", 400, "unknown_event_type", "Did you mean pulse.community_created.v1?")]
    [InlineData("/admin/events?from=0", 400, "invalid_value", "from")]
    [InlineData("/admin/events?from=1&limit=5000", 400, "invalid_value", "1000")]
    [InlineData("/admin/events?form=1", 400, "unknown_parameter", "Did you mean from?")]
    public async Task The_error_of_an_invalid_query_lists_what_is_possible(string path, int status, string code, string says)
    {
        var (detail, _) = await ApiWorld.ProblemAsync(await world.Admin.GetAsync(path), status, code);
        Assert.Contains(says, detail);
    }

    [Fact]
    public async Task The_effects_of_an_event_list_the_rows_that_it_changes()
    {
        await AppendAsync("touching", new CommunityDeleted("touching"));
        var position = await world.Services.GetRequiredService<IEventStore>().ReadWatermarkAsync();
        var effects = await ApiWorld.JsonAsync(await world.Admin.GetAsync($"/admin/effects/{position}"));
        Assert.Equal(("pulse.community_deleted.v1", "touching"), (effects.GetProperty("event").GetProperty("type").GetString(), effects.GetProperty("data").GetProperty("community_id").GetString()));
        var tables = effects.GetProperty("tables").EnumerateArray().ToDictionary(t => t.GetProperty("table").GetString()!, t => t.GetProperty("rows")[0]);
        Assert.Equal("""{"community_id":"touching"}""", tables["pulse.communities"].GetProperty("key").GetRawText());
        Assert.Equal(("delete_where", """{"community_id":"touching"}"""), (tables["pulse.chat_sources"].GetProperty("effect").GetString(), tables["pulse.chat_sources"].GetProperty("where").GetRawText()));
    }

    [Fact]
    public async Task Events_are_listed_by_stream_and_by_position_page_by_page()
    {
        await AppendAsync("listed", new CommunityCreated("listed", "A", "", 1), new CommunityDeleted("listed"), new CommunityCreated("listed", "B", "", 2));
        var page = await ApiWorld.JsonAsync(await world.Admin.GetAsync("/admin/events?stream=listed&limit=2"));
        Assert.Equal([1, 2], page.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("event").GetProperty("version").GetInt32()));
        page = await ApiWorld.JsonAsync(await world.Admin.GetAsync($"/admin/events?stream=listed&version={page.GetProperty("next")}"));
        var last = Assert.Single(page.GetProperty("events").EnumerateArray());
        Assert.Equal((JsonValueKind.Null, "B"), (page.GetProperty("next").ValueKind, last.GetProperty("data").GetProperty("name").GetString()));

        var position = last.GetProperty("event").GetProperty("position").GetInt64();
        page = await ApiWorld.JsonAsync(await world.Admin.GetAsync($"/admin/events?from={position - 2}&limit=1"));
        Assert.Equal((position - 2, position - 1), (page.GetProperty("events")[0].GetProperty("event").GetProperty("position").GetInt64(), page.GetProperty("next").GetInt64()));
        page = await ApiWorld.JsonAsync(await world.Admin.GetAsync($"/admin/events?from={position - 1}&type=pulse.community_created.v1&limit=1"));
        Assert.Equal(position, page.GetProperty("events")[0].GetProperty("event").GetProperty("position").GetInt64());
    }

    [Fact]
    public async Task A_projection_is_paused_resumed_and_audited()
    {
        await ApiWorld.ProblemAsync(await world.Admin.PostAsync("/admin/projections/pulse.exports/resume", null), 409, "table_running");
        var state = await ApiWorld.JsonAsync(await world.Admin.PostAsJsonAsync("/admin/projections/pulse.exports/pause", new { reason = "a look" }));
        Assert.Equal("paused", state.GetProperty("state").GetString());
        Assert.StartsWith("Paused by first at ", state.GetProperty("error").GetString());
        var projection = (await ReportAsync())["pulse.exports"];
        Assert.Equal(("paused", "pulse", "events"), (projection.GetProperty("state").GetString(), projection.GetProperty("lane").GetString(), projection.GetProperty("lag_unit").GetString()));
        await ApiWorld.ProblemAsync(await world.Admin.PostAsync("/admin/projections/pulse.exports/retry", null), 409, "no_dead_letter");
        await ApiWorld.JsonAsync(await world.Admin.PostAsync("/admin/projections/pulse.exports/resume", null));
        Assert.Equal("running", (await ReportAsync())["pulse.exports"].GetProperty("state").GetString());

        var audit = await ApiWorld.JsonAsync(await world.Admin.GetAsync("/admin/events?stream=operations/audit"));
        Assert.Equal(["first pause a look", "first resume "], audit.GetProperty("events").EnumerateArray().Where(e => e.GetProperty("data").GetProperty("targets")[0].GetString() == "pulse.exports")
            .Select(e => $"{e.GetProperty("event").GetProperty("actor")} {e.GetProperty("data").GetProperty("action")} {(e.GetProperty("data").TryGetProperty("detail", out var d) ? d : "")}"));
    }

    [Fact]
    public async Task A_dead_letter_is_skipped_with_a_reason_by_an_actor()
    {
        await AppendAsync("poisoned", new ChatSourceCreated("poisoned", "s", "n", "d", "whatsapp", null));
        var position = await world.Services.GetRequiredService<IEventStore>().ReadWatermarkAsync();
        await world.ExecuteAsync($$"""update log.mt_events set data = '{"community_id": 7}' where seq_id = {{position}}""");
        await ProjectAsync();
        var projection = (await ReportAsync())["pulse.chat_sources"];
        Assert.Equal(("paused", position), (projection.GetProperty("state").GetString(), projection.GetProperty("dead_letters")[0].GetProperty("position").GetInt64()));
        Assert.Equal(1, projection.GetProperty("lag_events").GetInt64());

        const string Route = "/admin/projections/pulse.chat_sources/skip";
        await ApiWorld.ProblemAsync(await world.Admin.PostAsJsonAsync(Route, new { position = position + 1, reason = "no" }), 409, "not_a_dead_letter");
        await ApiWorld.ProblemAsync(await world.Admin.PostAsJsonAsync(Route, new { position, reason = " " }), 400, "validation_failed");
        await ApiWorld.ProblemAsync(await world.Admin.PostAsJsonAsync(Route, new { position }), 400, "invalid_body");
        await ApiWorld.ProblemAsync(await world.Admin.PostAsJsonAsync("/admin/projections/pulse.chats/skip", new { position, reason = "no" }), 404, "unknown_table");
        await ApiWorld.ProblemAsync(await world.Admin.PostAsync("/admin/projections/pulse.chat_sources/resume", null), 409, "dead_letter");

        var state = await ApiWorld.JsonAsync(await world.Admin.PostAsJsonAsync(Route, new { position, reason = "not a source" }));
        Assert.Equal("running", state.GetProperty("state").GetString());
        var skip = (await ApiWorld.JsonAsync(await world.Admin.GetAsync("/admin/events?stream=operations/skips"))).GetProperty("events")[0];
        Assert.Equal("first", skip.GetProperty("event").GetProperty("actor").GetString());
        Assert.Equal($$"""{"table":"pulse.chat_sources","reason":"not a source","position":{{position}}}""", skip.GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task The_document_lists_the_tools_and_the_key_of_every_table()
    {
        var paths = JsonSerializer.Deserialize<JsonElement>(await world.Anyone.GetStringAsync("/openapi/v1.json")).GetProperty("paths");
        foreach (var table in ReadTableSet.Catalog.Tables)
        {
            var operation = paths.GetProperty($"/api/{table.Module}/{table.Name}/explain").GetProperty("get");
            Assert.Equal(table.Key.Select(c => c.Name), operation.GetProperty("parameters").EnumerateArray().Where(p => p.GetProperty("required").GetBoolean()).Select(p => p.GetProperty("name").GetString()));
            Assert.Equal(2, operation.GetProperty("security").GetArrayLength());
            Assert.True(operation.GetProperty("responses").GetProperty("200").TryGetProperty("content", out _));
        }
        Assert.False(paths.TryGetProperty("/api/{module}/{table}/explain", out _));
        foreach (var (path, method) in new[]
        {
            ("/admin/effects/{position}", "get"), ("/admin/events", "get"), ("/admin/projections", "get"), ("/admin/projections/{table}/pause", "post"),
            ("/admin/projections/{table}/resume", "post"), ("/admin/projections/{table}/retry", "post"), ("/admin/projections/{table}/skip", "post"),
        })
            Assert.NotEmpty(paths.GetProperty(path).GetProperty(method).GetProperty("summary").GetString()!);
    }

    private async Task<Guid> AppendAsync(string stream, params IEvent[] events)
    {
        var command = Guid.NewGuid();
        await world.Services.GetRequiredService<IEventStore>().AppendAsync(new Append(
            [new StreamAppend(stream, ExpectedVersion.Any, events)], new EventMetadata(command, "tester", DateTimeOffset.UtcNow)));
        return command;
    }

    /// <summary>Runs the projections until every running table has reached the end of the log.</summary>
    private async Task ProjectAsync()
    {
        var store = world.Services.GetRequiredService<IEventStore>();
        var watermark = await store.ReadWatermarkAsync();
        using var runtime = new ProjectionRuntime(
            ReadTableSet.Catalog, store, world.Services.GetRequiredService<EventCodec>(), world.Source, new LogSignal(), new StateChanges(new Notifications(world.Source, NullLogger<Notifications>.Instance)),
            new ProjectionOptions { PollInterval = TimeSpan.FromMilliseconds(20) }, NullLoggerFactory.Instance);
        await runtime.StartAsync(default);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await using var behind = world.Source.CreateCommand($"select count(*) from es.read_tables where state = 'running' and position < {watermark}");
        while ((long)(await behind.ExecuteScalarAsync(limit.Token))! > 0) await Task.Delay(5, limit.Token);
        await runtime.StopAsync(default);
    }

    private async Task<Dictionary<string, JsonElement>> ReportAsync() =>
        (await ApiWorld.JsonAsync(await world.Admin.GetAsync("/admin/projections"))).GetProperty("projections").EnumerateArray()
            .ToDictionary(p => p.GetProperty("table").GetString()!);
}
