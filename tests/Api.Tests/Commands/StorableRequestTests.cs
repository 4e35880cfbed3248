using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;

namespace EventSourced.Api.Tests.Commands;

/// <summary>What cannot be stored is refused with the name of its field, wherever it stands in a request.</summary>
public sealed class StorableRequestTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    [Theory]
    [InlineData("/api/pulse/communities", """{"community_id":"a","name":"\ud800"}""", "name")]
    [InlineData("/api/pulse/communities", """{"community_id":"a","name":"x","description":"a\u0000b"}""", "description")]
    [InlineData("/api/pulse/communities", """{"community_id":"a","name":"x","\u0000":"y"}""", "\uFFFD")]
    [InlineData("/admin/tokens", """{"name":"a\udc00"}""", "name")]
    [InlineData("/admin/rebuilds", """{"tables":["pulse.communities","\u0000"]}""", "tables[1]")]
    [InlineData("/admin/rebuilds", """{"tables":[null]}""", "tables[0]")]
    [InlineData("/admin/rebuilds", """{"all":true,"where":{"community_id":null}}""", "where.community_id")]
    [InlineData("/admin/rebuilds", """{"all":true,"where":{"community_id":"\ud800"}}""", "where.community_id")]
    [InlineData("/admin/verifications", """{"all":true,"sample_percent":1e999}""", "sample_percent")]
    [InlineData("/admin/replays", """{"to":"\u0000","into":"may"}""", "to")]
    [InlineData("/admin/projections/pulse.communities/pause", """{"reason":"a\u0000"}""", "reason")]
    public async Task The_error_names_the_member_of_a_body(string path, string body, string field)
    {
        var (_, problem) = await ApiWorld.ProblemAsync(await world.Admin.PostAsync(path, Json(Encoding.UTF8.GetBytes(body))), 400, "invalid_body");
        Assert.Equal([field], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
    }

    [Theory]
    [InlineData("/admin/events?stream=%00", "stream")]
    [InlineData("/admin/events?stream=a%FFb", "stream")]
    [InlineData("/admin/events?stream=%ED%A0%80", "stream")]
    [InlineData("/api/pulse/communities?community_id=%C3", "community_id")]
    [InlineData("/api/pulse/communities?a%00=x", "a\uFFFD")]
    [InlineData("/exports/progress?export_id=%00", "export_id")]
    [InlineData("/pulse/sources.json?community=%00", "community")]
    [InlineData("/api/pulse/communities/%FF", "path")]
    public async Task The_error_names_the_part_of_an_address(string address, string field)
    {
        var uri = new Uri(new Uri(world.Address, "/").ToString() + address[1..], new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var response = await world.Admin.SendAsync(new HttpRequestMessage(HttpMethod.Get, uri));
        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        var problem = await response.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>();
        Assert.Equal([field], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
    }

    [Fact]
    public async Task A_body_that_is_not_UTF8_is_refused_and_not_stored_damaged()
    {
        byte[] latin1 = [.. "{\"community_id\":\"latin\",\"name\":\"gr"u8, 0xFC, .. "n\"}"u8];
        await ApiWorld.ProblemAsync(await world.Admin.PostAsync("/api/pulse/communities", Json(latin1)), 400, "malformed_json");
        await ApiWorld.ProblemAsync(await world.Admin.PostAsync("/api/pulse/communities", Json(latin1, "latin1")), 415, "unsupported_media_type");
        var child = await world.Anyone.PostAsync("/api/session/start", Json([.. "{\"childId\":\""u8, 0xFF, .. "\"}"u8]));
        Assert.Equal(HttpStatusCode.BadRequest, child.StatusCode);
        var form = new MultipartFormDataContent { { new StringContent($"{Guid.NewGuid()}"), "sessionId" }, { Bytes([0xFF, 0x41]), "transcription" }, { Bytes([1, 2, 3]), "audio", "a.webm" } };
        Assert.Contains("transcription", await (await world.Anyone.PostAsync("/api/conversation/audio", form)).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_filename_that_cannot_be_stored_is_refused()
    {
        var (_, problem) = await ApiWorld.ProblemAsync(await world.Admin.PostAsync("/api/pulse/exports?community_id=garden&filename=a%00.txt", Bytes("x"u8.ToArray())), 400, "invalid_value");
        Assert.True(problem.GetProperty("errors").TryGetProperty("filename", out _));
        byte[] form = [.. "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a"u8, 0xFF, .. ".txt\"\r\n\r\nx\r\n--b--\r\n"u8];
        var content = Bytes(form);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        (_, problem) = await ApiWorld.ProblemAsync(await world.Admin.PostAsync("/api/pulse/exports?community_id=garden", content), 400, "invalid_value");
        Assert.True(problem.GetProperty("errors").TryGetProperty("filename", out _));
    }

    [Theory]
    [InlineData("""{\"a\":\"\\u0000\"}""")]
    [InlineData("""{\"a\":[\"\\ud800\"]}""")]
    [InlineData("""{\"a\":1e999}""")]
    [InlineData("""[1]""")]
    public async Task Metadata_that_its_column_cannot_store_is_refused_immediately(string metadata)
    {
        var body = $$"""{"session_id":"{{Guid.NewGuid()}}","metadata":"{{metadata}}"}""";
        var (_, problem) = await ApiWorld.ProblemAsync(await world.Admin.PostAsync("/api/rabbit/sessions", Json(Encoding.UTF8.GetBytes(body))), 422, "validation_failed");
        Assert.Equal(["metadata"], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
    }

    private static ByteArrayContent Bytes(byte[] bytes) => new(bytes);

    private static ByteArrayContent Json(byte[] body, string? charset = null) => new(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") { CharSet = charset } } };
}
