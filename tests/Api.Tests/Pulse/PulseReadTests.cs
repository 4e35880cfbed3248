using System.Net;
using System.Text.Json;

namespace EventSourced.Api.Tests.Pulse;

public sealed class PulseReadTests(ApiWorld world) : IClassFixture<ApiWorld>, IAsyncLifetime
{
    private const string Strain = """{"score":0.4,"level":"moderate","signals":[{"id": "urgency"}],"confidence":0.7}""";

    public async ValueTask InitializeAsync() => await world.ExecuteAsync("""
        truncate pulse.communities, pulse.chat_sources, pulse.weekly_summaries_public, pulse.weekly_health_snapshots_public, pulse.weekly_concept_graph_public, pulse.daily_digests, pulse.exports;
        insert into pulse.communities (community_id, name, description, created_at, updated_at, is_public) values
            ('garden', 'Garden', 'A garden', '2024-01-01Z', '2024-01-01Z', true), ('quiet', 'Quiet', '', '2024-01-01Z', '2024-01-01Z', true), ('secret', 'Secret', '', '2024-01-01Z', '2024-01-01Z', false);
        insert into pulse.chat_sources (community_id, source_id, name, description, platform, created_at, updated_at) values
            ('garden', 'main', 'Main', 'All', 'whatsapp', '2024-01-01Z', '2024-01-01Z'), ('quiet', 'main', 'Main', '', 'whatsapp', '2024-01-01Z', '2024-01-01Z'), ('secret', 'main', 'Main', '', 'whatsapp', '2024-01-01Z', '2024-01-01Z');
        insert into pulse.weekly_summaries_public (community_id, source_id, week_start, week_end, sentiment_label, sentiment_score, confidence, top_themes_json, summary,
            total_messages, unique_senders, strain_score, strain_level, strain_signals_json, strain_confidence, analysis_json, created_at, updated_at)
        select 'garden', 'main', d, d + 6, 'neutral', round((0.1 * i)::numeric, 2), 0.5, '["noise", "food"]', 'Week ' || i, 4242, 33, 0.4, 'moderate', '[{"id": "urgency"}]', 0.7,
            case when i = 5 then '{"media": {"items": 4}}'::jsonb end, '2024-01-01Z', '2024-03-01Z'
        from generate_series(1, 5) i, lateral (select date '2023-12-31' + 7 * (i - 1) as d) days;
        insert into pulse.weekly_health_snapshots_public (community_id, source_id, week_start, week_end, snapshot_json, overall, data_confidence, updated_at)
        values ('garden', 'main', '2024-01-28', '2024-02-03', '{"overall": 61}', 61, 0.5, '2024-03-01Z');
        insert into pulse.weekly_concept_graph_public (community_id, source_id, week_start, week_end, graph_json, metadata_json, node_count, edge_count, updated_at)
        select 'garden', 'main', d, d + 6, jsonb_build_object('nodes', '[]'::jsonb, 'edges', '[]'::jsonb), jsonb_build_object('week_start', d), 0, 0, '2024-03-01Z'
        from unnest(array[date '2024-01-21', date '2024-01-28']) d;
        insert into pulse.daily_digests (community_id, source_id, day_date, sentiment_label, sentiment_score, top_themes_json, summary, message_count, unique_sender_count,
            strain_score, strain_level, strain_signals_json, strain_confidence, created_at, updated_at)
        select 'garden', 'main', date '2024-01-01' + i, 'neutral', 0, '[]', 'Day', 7, 3, 0.4, 'moderate', '[{"id": "urgency"}]', 0.7, '2024-01-01Z', '2024-01-01Z' from generate_series(0, 4) i;
        insert into pulse.exports (export_id, community_id, source_id, object_key, filename, file_type, byte_size, content_sha256, status, message_count, new_message_count,
            days_processed, weeks_processed, attempt_count, delete_after_processing, uploaded_at, updated_at)
        values ('e1', 'garden', 'main', 'k', 'f.txt', 'txt', 1, 'x', 'failed', 3, 2, 1, 0, 1, 1, '2024-01-01Z', '2024-01-01Z'),
               ('e2', 'garden', null, 'k', 'g.txt', 'txt', 1, 'x', 'pending_source', 0, 0, 0, 0, 0, 1, '2024-01-01Z', '2024-01-01Z');
        """);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_latest_week_is_shown_without_counts_of_messages_and_people()
    {
        var response = await world.Anyone.GetAsync("/pulse.json");
        Assert.Equal(
            """{"community_id":"garden","source_id":"main","week_start":"2024-01-28","week_end":"2024-02-03","sentiment_label":"neutral","sentiment_score":0.5,"confidence":0.5,"""
            + "\"top_themes\":" + """["noise", "food"],"summary":"Week 5","strain":""" + Strain
            + ""","analysis":{"media": {"items": 4}},"updated_at":"2024-03-01T00:00:00Z","health_snapshot":{"overall": 61},"media":{"items": 4}}""",
            await response.Content.ReadAsStringAsync());
        Assert.Equal("public, max-age=300", response.Headers.CacheControl!.ToString());
    }

    [Theory]
    [InlineData("/pulse.json?community=secret")]
    [InlineData("/pulse/history.json?community=secret")]
    [InlineData("/pulse/trends.json?community=secret")]
    [InlineData("/pulse/concepts.json?community=secret")]
    [InlineData("/pulse/sources.json?community=secret")]
    public async Task A_private_community_is_visible_to_admins_only(string path)
    {
        var (detail, _) = await ApiWorld.ProblemAsync(await world.Anyone.GetAsync(path), 404, "community_not_found");
        Assert.Equal(detail.Replace("secret", "x"), (await ApiWorld.ProblemAsync(await world.Anyone.GetAsync(path.Replace("secret", "x")), 404, "community_not_found")).Detail);
        var seen = await world.Admin.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, seen.StatusCode);
        Assert.True(seen.Headers.CacheControl?.Public != true);
        Assert.DoesNotContain("secret", await world.Anyone.GetStringAsync("/pulse/communities.json"));
        Assert.Contains("secret", await world.Admin.GetStringAsync("/pulse/communities.json"));
    }

    [Theory]
    [InlineData("?week_start=2024-01-07", "Week 2")]
    [InlineData("?weekof=2024-01-13", "Week 2")]
    [InlineData("?weekof=2024-01-14", "Week 3")]
    [InlineData("?weekof=2023-12-31&community=garden&source=main", "Week 1")]
    public async Task A_week_is_found_by_its_start_or_a_day(string query, string summary) =>
        Assert.Equal(summary, (await ApiWorld.JsonAsync(await world.Anyone.GetAsync("/pulse.json" + query))).GetProperty("summary").GetString());

    [Fact]
    public async Task A_known_scope_without_data_is_null_or_empty_and_an_unknown_one_is_not_found()
    {
        Assert.Equal("null", await world.Anyone.GetStringAsync("/pulse.json?community=quiet"));
        Assert.Equal("null", await world.Anyone.GetStringAsync("/pulse.json?weekof=2020-01-01"));
        Assert.Equal("""{"summaries":[],"pagination":{"limit":12,"next":null}}""", await world.Anyone.GetStringAsync("/pulse/history.json?community=quiet"));
        Assert.Equal("""{"graph":null,"metadata":null,"available_weeks":[]}""", await world.Anyone.GetStringAsync("/pulse/concepts.json?community=quiet"));
        foreach (var path in new[] { "/pulse.json", "/pulse/history.json", "/pulse/trends.json", "/pulse/concepts.json" })
        {
            var unknown = await world.Anyone.GetAsync(path + "?community=nowhere");
            await ApiWorld.ProblemAsync(unknown, 404, "community_not_found");
            Assert.Equal("no-store", unknown.Headers.CacheControl!.ToString());
            await ApiWorld.ProblemAsync(await world.Anyone.GetAsync(path + "?source=nobody"), 404, "source_not_found");
        }
        await ApiWorld.ProblemAsync(await world.Anyone.GetAsync("/pulse/sources.json?community=nowhere"), 404, "community_not_found");
    }

    [Fact]
    public async Task History_is_paged()
    {
        var first = await ApiWorld.JsonAsync(await world.Anyone.GetAsync("/pulse/history.json?limit=3"));
        Assert.Equal(["Week 5", "Week 4", "Week 3"], Summaries(first));
        Assert.Equal(61, first.GetProperty("summaries")[0].GetProperty("health_snapshot").GetProperty("overall").GetInt32());
        Assert.Equal(JsonValueKind.Null, first.GetProperty("summaries")[1].GetProperty("health_snapshot").ValueKind);
        var next = first.GetProperty("pagination").GetProperty("next").GetString();
        var rest = await ApiWorld.JsonAsync(await world.Anyone.GetAsync($"/pulse/history.json?limit=3&cursor={next}"));
        Assert.Equal(["Week 2", "Week 1"], Summaries(rest));
        Assert.Equal(JsonValueKind.Null, rest.GetProperty("pagination").GetProperty("next").ValueKind);
        await ApiWorld.ProblemAsync(await world.Anyone.GetAsync($"/pulse/history.json?community=quiet&cursor={next}"), 400, "malformed_cursor");
    }

    [Fact]
    public async Task The_trend_of_the_last_weeks_does_not_depend_on_the_page()
    {
        var trends = await ApiWorld.JsonAsync(await world.Anyone.GetAsync("/pulse/trends.json?limit=1"));
        Assert.Single(Summaries(trends));
        Assert.Equal("""{"direction":"improving","slope":0.1,"change":0.4,"weeks":5,"weak":false}""", trends.GetProperty("trends").GetRawText());
    }

    [Fact]
    public async Task The_concept_graph_is_that_of_the_latest_or_a_given_week()
    {
        Assert.Equal("""{"graph":{"edges": [], "nodes": []},"metadata":{"week_start": "2024-01-28"},"available_weeks":["2024-01-28","2024-01-21"]}""", await world.Anyone.GetStringAsync("/pulse/concepts.json"));
        var given = await ApiWorld.JsonAsync(await world.Anyone.GetAsync("/pulse/concepts.json?week_start=2024-01-21"));
        Assert.Equal("2024-01-21", given.GetProperty("metadata").GetProperty("week_start").GetString());
        await ApiWorld.ProblemAsync(await world.Anyone.GetAsync("/pulse/concepts.json?week_start=2024-01-07"), 404, "week_not_found");
    }

    [Fact]
    public async Task Communities_and_sources_are_listed()
    {
        Assert.Equal("""{"communities":[{"community_id":"garden","name":"Garden","description":"A garden"},{"community_id":"quiet","name":"Quiet","description":""}]}""", await world.Anyone.GetStringAsync("/pulse/communities.json"));
        Assert.Equal("""{"sources":[{"community_id":"garden","source_id":"main","name":"Main","description":"All"}]}""", await world.Anyone.GetStringAsync("/pulse/sources.json"));
    }

    [Fact]
    public async Task Days_are_hidden_unless_the_operator_publishes_them()
    {
        const string Path = "/pulse/daily.json?from=2024-01-02&to=2024-01-04&limit=2";
        await ApiWorld.ProblemAsync(await world.Anyone.GetAsync(Path), 404, "not_found");
        var days = await ApiWorld.JsonAsync(await world.Admin.GetAsync(Path));
        Assert.Equal(["2024-01-04", "2024-01-03"], days.GetProperty("days").EnumerateArray().Select(d => d.GetProperty("day_date").GetString()));
        Assert.Equal((7, 3, Strain), (days.GetProperty("days")[0].GetProperty("message_count").GetInt32(), days.GetProperty("days")[0].GetProperty("unique_sender_count").GetInt32(),
            days.GetProperty("days")[0].GetProperty("strain").GetRawText()));
        var rest = await ApiWorld.JsonAsync(await world.Admin.GetAsync($"{Path}&cursor={days.GetProperty("pagination").GetProperty("next").GetString()}"));
        Assert.Equal(["2024-01-02"], rest.GetProperty("days").EnumerateArray().Select(d => d.GetProperty("day_date").GetString()));

        await using var open = world.Build("--Pulse:PublicDailyDigests=true");
        await open.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(open.Urls.Single()) };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(Path)).StatusCode);
    }

    [Theory]
    [InlineData("/pulse.json?weekof=soon", "invalid_value")]
    [InlineData("/pulse.json?week_start=2024-01-08", "invalid_value")]
    [InlineData("/pulse.json?week_start=2024-01-07&weekof=2024-01-07", "invalid_value")]
    [InlineData("/pulse.json?week=2024-01-07", "unknown_parameter")]
    [InlineData("/pulse.json?weekof=2024-01-07&weekof=2024-01-07", "repeated_parameter")]
    [InlineData("/pulse/history.json?limit=53", "invalid_value")]
    [InlineData("/pulse/history.json?cursor=x", "malformed_cursor")]
    public async Task An_invalid_read_is_explained(string path, string code) => await ApiWorld.ProblemAsync(await world.Anyone.GetAsync(path), 400, code);

    [Fact]
    public async Task Pages_of_any_origin_may_read()
    {
        foreach (var path in new[] { "/pulse.json", "/pulse/history.json?cursor=x" })
        {
            var response = await ApiWorld.SendAsync(world.Anyone, HttpMethod.Get, path, null, ("Origin", "https://example.org"));
            Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
        }
        var preflight = await ApiWorld.SendAsync(world.Anyone, HttpMethod.Options, "/pulse.json", null, ("Origin", "https://example.org"), ("Access-Control-Request-Method", "GET"));
        Assert.Equal((HttpStatusCode.NoContent, "*"), (preflight.StatusCode, preflight.Headers.GetValues("Access-Control-Allow-Origin").Single()));
        var closed = await ApiWorld.SendAsync(world.Admin, HttpMethod.Get, "/admin/tokens", null, ("Origin", "https://example.org"));
        Assert.False(closed.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Admins_see_the_progress_of_exports()
    {
        var progress = await ApiWorld.JsonAsync(await world.Admin.GetAsync("/exports/progress?community=garden"));
        Assert.Equal(["e1", "e2"], progress.GetProperty("exports").EnumerateArray().Select(e => e.GetProperty("export_id").GetString()));
        var details = await ApiWorld.JsonAsync(await world.Admin.GetAsync("/exports/details?export_id=e1"));
        Assert.Equal("x", details.GetProperty("exports")[0].GetProperty("content_sha256").GetString());
        Assert.Equal("e1", (await ApiWorld.JsonAsync(await world.Admin.GetAsync("/exports/progress?status=failed"))).GetProperty("exports")[0].GetProperty("export_id").GetString());
        await ApiWorld.ProblemAsync(await world.Admin.GetAsync("/exports/progress?state=failed"), 400, "unknown_parameter");
    }

    [Theory]
    [InlineData("/exports/details?export_id=e1", "exports")]
    [InlineData("/api/pulse/exports?export_id=e1", "data")]
    public async Task Admins_see_the_content_of_an_export_and_what_was_left_out(string path, string list)
    {
        await world.ExecuteAsync("""
            update pulse.exports set line_count = 20, system_count = 2, notice_count = 1, left_out_count = 4, encoding = 'windows-1252', date_order_basis = 'corrected', warning_state = 'warnings',
                warnings_json = '[{"code": "heads_taken_as_text", "message": "Look.", "count": 4, "lines": [7], "sample": "1/2/24 - xxx"}]' where export_id = 'e1'
            """);
        var row = (await ApiWorld.JsonAsync(await world.Admin.GetAsync(path))).GetProperty(list)[0];
        Assert.Equal("20 2 1 4 windows-1252 corrected warnings", string.Join(' ', from column in (string[])["line_count", "system_count", "notice_count", "left_out_count", "encoding", "date_order_basis", "warning_state"] select row.GetProperty(column)));
        var warnings = row.GetProperty("warnings_json");
        // Some routes return JSON as text.
        var first = (warnings.ValueKind == JsonValueKind.String ? JsonSerializer.Deserialize<JsonElement>(warnings.GetString()!) : warnings)[0];
        Assert.Equal(("heads_taken_as_text", 4, 7, "1/2/24 - xxx"), (first.GetProperty("code").GetString(), first.GetProperty("count").GetInt32(), first.GetProperty("lines")[0].GetInt32(), first.GetProperty("sample").GetString()));

        var progress = await ApiWorld.JsonAsync(await world.Admin.GetAsync("/exports/progress?community=garden"));
        Assert.Equal(["warnings", null], progress.GetProperty("exports").EnumerateArray().Select(e => e.GetProperty("warning_state").GetString()));
        Assert.Equal(HttpStatusCode.Unauthorized, (await world.Anyone.GetAsync(path)).StatusCode);
    }

    private static IEnumerable<string?> Summaries(JsonElement page) => page.GetProperty("summaries").EnumerateArray().Select(s => s.GetProperty("summary").GetString());
}
