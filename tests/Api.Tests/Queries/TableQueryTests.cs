using System.Net;
using System.Text.Json;
using EventSourced.Api.OpenApi;
using EventSourced.Projections;

namespace EventSourced.Api.Tests.Queries;

public sealed class TableQueryTests(ApiWorld world) : IClassFixture<ApiWorld>, IAsyncLifetime
{
    private const string Sources = "/api/pulse/chat_sources";

    public async ValueTask InitializeAsync() => await world.ExecuteAsync("""
        truncate pulse.chat_sources;
        insert into pulse.chat_sources (community_id, source_id, name, description, platform, created_at, updated_at)
        select 'garden', 's' || i, 'Source, "' || i || '"', '', 'whatsapp', '2024-01-01Z', '2024-01-02 03:04:05.6Z' from generate_series(1, 5) i;
        update es.read_tables set position = 10, generation = 1, state = 'running', error = null;
        """);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Rows_have_their_position_and_the_link_to_the_next_page()
    {
        var seen = new List<string>();
        string? path = $"{Sources}?community_id=garden&select=source_id,updated_at&limit=2";
        while (path is not null)
        {
            var response = await world.Admin.GetAsync(path);
            var page = await ApiWorld.JsonAsync(response);
            Assert.Equal(("10", 10), (response.Headers.GetValues("X-Position").Single(), page.GetProperty("position").GetInt64()));
            seen.AddRange(page.GetProperty("data").EnumerateArray().Select(r => r.GetProperty("source_id").GetString()!));
            Assert.Equal("2024-01-02T03:04:05.6Z", page.GetProperty("data")[0].GetProperty("updated_at").GetString());
            var next = page.GetProperty("next").GetString();
            path = response.Headers.TryGetValues("Link", out var link) ? link.Single().Split('<', '>')[1] : null;
            Assert.Equal(next is null, path is null);
            if (next is not null) Assert.Equal(next, response.Headers.GetValues("X-Next-Cursor").Single());
        }
        Assert.Equal(["s1", "s2", "s3", "s4", "s5"], seen);
    }

    [Theory]
    [InlineData("application/json", "application/json", "{\"data\":[{\"source_id\":\"s1\"")]
    [InlineData("*/*", "application/json", "{\"data\":[")]
    [InlineData("application/x-ndjson", "application/x-ndjson", "{\"source_id\":\"s1\",\"name\":\"Source, \\u00221\\u0022\"}\n")]
    [InlineData("text/csv;q=0.5, application/json;q=0.1", "text/csv", "source_id,name\r\ns1,\"Source, \"\"1\"\"\"\r\n")]
    [InlineData("text/*", "text/csv", "source_id,name\r\n")]
    [InlineData("application/xml, text/csv", "text/csv", "source_id,name\r\n")]
    public async Task Accept_decides_the_format(string accept, string type, string begins)
    {
        var response = await world.SendAsync(HttpMethod.Get, $"{Sources}?select=source_id,name&limit=2", null, ("Accept", accept));
        Assert.Equal((HttpStatusCode.OK, type), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.StartsWith(begins, await response.Content.ReadAsStringAsync());
        Assert.NotEmpty(response.Headers.GetValues("X-Next-Cursor").Single());
    }

    [Fact]
    public async Task An_unsupported_format_is_refused() =>
        await ApiWorld.ProblemAsync(await world.SendAsync(HttpMethod.Get, Sources, null, ("Accept", "image/png")), 406, "not_acceptable");

    [Fact]
    public async Task An_unchanged_answer_is_not_sent_again()
    {
        var first = await world.Admin.GetAsync($"{Sources}?limit=2");
        var tag = first.Headers.ETag!;
        Assert.True(tag.IsWeak);
        async Task<HttpStatusCode> AgainAsync(string query) => (await world.SendAsync(HttpMethod.Get, Sources + query, null, ("If-None-Match", tag.ToString()))).StatusCode;
        Assert.Equal(HttpStatusCode.NotModified, await AgainAsync("?limit=2"));
        Assert.Equal(HttpStatusCode.OK, await AgainAsync("?limit=3"));
        Assert.Equal(HttpStatusCode.OK, await AgainAsync("?limit=2&select=name"));
        await world.ExecuteAsync("update es.read_tables set position = 11");
        Assert.Equal(HttpStatusCode.OK, await AgainAsync("?limit=2"));
    }

    [Fact]
    public async Task The_tag_changes_with_rows_that_change_without_a_new_position()
    {
        var tag = (await world.Admin.GetAsync($"{Sources}?limit=2")).Headers.ETag!;
        // Like a partial rebuild or a reverted swap: same generation, same position, other rows.
        await world.ExecuteAsync("update es.read_tables set incarnation = incarnation + 1");
        Assert.Equal(HttpStatusCode.OK, (await world.SendAsync(HttpMethod.Get, $"{Sources}?limit=2", null, ("If-None-Match", tag.ToString()))).StatusCode);
    }

    [Fact]
    public async Task CSV_guards_against_formulas_by_default()
    {
        await world.ExecuteAsync("""
            insert into pulse.communities (community_id, name, description, created_at, updated_at, is_public)
            select id, name, description, now(), now(), true from (values ('f1', '=1+1', '+x'), ('f2', '@cmd', E'\tx'), ('f3', '-2', '＝x'), ('f4', 'a=b', '')) as v (id, name, description)
            """);
        async Task<string> CsvAsync(string more) => await (await world.SendAsync(HttpMethod.Get, $"/api/pulse/communities?community_id.gte=f1&community_id.lte=f4&select=community_id,name,description{more}", null, ("Accept", "text/csv"))).Content.ReadAsStringAsync();
        Assert.Equal("community_id,name,description\r\nf1,'=1+1,'+x\r\nf2,'@cmd,'\tx\r\nf3,'-2,'＝x\r\nf4,a=b,\"\"\r\n", await CsvAsync(""));
        Assert.Equal("community_id,name,description\r\nf1,=1+1,+x\r\nf2,@cmd,\tx\r\nf3,-2,＝x\r\nf4,a=b,\"\"\r\n", await CsvAsync("&csvFormulas=keep"));
        await ApiWorld.ProblemAsync(await world.Admin.GetAsync("/api/pulse/communities?csvFormulas=x"), 400, "invalid_value");
    }

    [Fact]
    public async Task A_query_waits_until_the_table_has_the_callers_write()
    {
        var read = world.SendAsync(HttpMethod.Get, Sources, null, ("X-Min-Position", "15"), ("X-Min-Position-Timeout", "60"));
        await world.ExecuteAsync("update es.read_tables set position = 16");
        Assert.Equal("16", (await read).Headers.GetValues("X-Position").Single());

        var (_, problem) = await ApiWorld.ProblemAsync(await world.SendAsync(HttpMethod.Get, Sources, null, ("X-Min-Position", "17"), ("X-Min-Position-Timeout", "0")), 504, "position_not_reached");
        Assert.Equal((17, 16), (problem.GetProperty("position_asked").GetInt64(), problem.GetProperty("position_reached").GetInt64()));

        await world.ExecuteAsync("update es.read_tables set state = 'paused', error = 'event 16 does not fit'");
        var (detail, _) = await ApiWorld.ProblemAsync(await world.SendAsync(HttpMethod.Get, Sources, null, ("X-Min-Position", "17"), ("X-Min-Position-Timeout", "60")), 409, "table_paused");
        Assert.Contains("event 16 does not fit", detail);
        Assert.Equal(HttpStatusCode.OK, (await world.Admin.GetAsync(Sources)).StatusCode);
    }

    [Theory]
    [InlineData("/api/pulse/chat_source", 404, "unknown_table", "pulse.chat_sources")]
    [InlineData("/api/pulses/x", 404, "unknown_table", "Tables:")]
    [InlineData(Sources + "?source_id=s1", 400, "column_not_indexed", "community_id")]
    [InlineData(Sources + "?name=x", 400, "column_not_indexed", "Usable filters")]
    [InlineData(Sources + "?order=name", 400, "column_not_indexed", "Usable orders")]
    [InlineData(Sources + "?colour=x", 400, "unknown_column", "Columns:")]
    [InlineData(Sources + "?community_id.near=x", 400, "unknown_operator", "gte")]
    [InlineData(Sources + "?cursor=abc", 400, "malformed_cursor", "cursor")]
    [InlineData(Sources + "?limit=9999", 400, "invalid_value", "1000")]
    [InlineData("/api/pulse/daily_digests?community_id=a&source_id=b&day_date=today", 400, "invalid_value", "2024-01-31")]
    public async Task The_error_of_an_invalid_query_lists_what_is_possible(string path, int status, string code, string says)
    {
        var (detail, _) = await ApiWorld.ProblemAsync(await world.Admin.GetAsync(path), status, code);
        Assert.Contains(says, detail);
    }

    [Fact]
    public async Task A_table_without_a_live_generation_is_a_503()
    {
        await world.ExecuteAsync("delete from es.read_tables where table_name = 'pulse.communities'");
        var response = await world.Admin.GetAsync("/api/pulse/communities");
        await world.ExecuteAsync("insert into es.read_tables (table_name, lane, fingerprint) values ('pulse.communities', 'pulse', '')");
        await ApiWorld.ProblemAsync(response, 503, "table_not_built");
    }

    [Fact]
    public async Task The_document_lists_every_table_and_every_command()
    {
        var document = JsonSerializer.Deserialize<JsonElement>(await world.Anyone.GetStringAsync("/openapi/v1.json"));
        var paths = document.GetProperty("paths");
        Assert.NotEmpty(ReadTableSet.Catalog.Tables);
        foreach (var table in ReadTableSet.Catalog.Tables)
        {
            var operation = paths.GetProperty($"/api/{table.Module}/{table.Name}").GetProperty("get");
            var parameters = operation.GetProperty("parameters").EnumerateArray().Select(p => p.GetProperty("name").GetString()).ToList();
            Assert.Contains(table.Key[0].Name, parameters);
            Assert.Contains("X-Min-Position", parameters);
            Assert.Equal(2, operation.GetProperty("security").GetArrayLength());
            var columns = document.GetProperty("components").GetProperty("schemas").GetProperty($"{ApiDocument.NameOf(table.QualifiedName)}Row").GetProperty("properties");
            Assert.All(table.Columns, c => Assert.Equal(c.Description, columns.GetProperty(c.Name).GetProperty("description").GetString()));
        }
        Assert.False(paths.TryGetProperty("/api/{module}/{table}", out _));

        var create = paths.GetProperty("/api/pulse/communities").GetProperty("post");
        Assert.Equal("#/components/schemas/PulseCreateCommunity", create.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("$ref").GetString());
        var body = document.GetProperty("components").GetProperty("schemas").GetProperty("PulseCreateCommunity");
        Assert.Equal(["community_id", "name"], body.GetProperty("required").EnumerateArray().Select(r => r.GetString()));
        Assert.Equal("Name shown to people.", body.GetProperty("properties").GetProperty("name").GetProperty("description").GetString());
        Assert.Equal("binary", paths.GetProperty("/api/pulse/exports").GetProperty("post").GetProperty("requestBody").GetProperty("content")
            .GetProperty("multipart/form-data").GetProperty("schema").GetProperty("properties").GetProperty("file").GetProperty("format").GetString());
        Assert.False(paths.GetProperty("/pulse.json").GetProperty("get").TryGetProperty("security", out _));
    }
}
