using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Api.Tests.Queries;

public sealed partial class QueryParameterTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    [Fact]
    public async Task Every_route_refuses_unknown_parameters()
    {
        var endpoints = world.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().ToList();
        Assert.True(endpoints.Count > 40, $"{endpoints.Count} routes");
        foreach (var endpoint in endpoints)
        {
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Except(["HEAD", "OPTIONS"]) ?? ["GET"])
            {
                var path = Parameter().Replace("/" + endpoint.RoutePattern.RawText!.TrimStart('/'), match => match.Groups[1].Value switch
                {
                    "module" => "pulse",
                    "table" when endpoint.RoutePattern.RawText.Contains("{module}", StringComparison.Ordinal) => "communities",
                    "table" => "pulse.communities",
                    "kind" => "export",
                    "documentName" => "v1",
                    _ => "0198c5a2-4d1f-7cc0-8000-000000000001",
                });
                var answer = await ApiWorld.SendAsync(world.Admin, new HttpMethod(method), $"{path}?no_such_parameter=1", null, ("x-parent-pin", ApiWorld.Pin));
                var text = await answer.Content.ReadAsStringAsync();
                Assert.True((int)answer.StatusCode == 400 && text.Contains("no_such_parameter", StringComparison.Ordinal), $"{method} {path}: {(int)answer.StatusCode} {text}");
            }
        }
    }

    [Fact]
    public async Task The_document_describes_the_declared_parameters()
    {
        var paths = (await ApiWorld.JsonAsync(await world.Anyone.GetAsync("/openapi/v1.json"))).GetProperty("paths");
        string[] Of(string path, string method = "get") =>
            [.. paths.GetProperty(path).GetProperty(method).GetProperty("parameters").EnumerateArray().Where(p => p.GetProperty("in").GetString() == "query").Select(p => p.GetProperty("name").GetString()!).Order(StringComparer.Ordinal)];
        Assert.Equal(["community", "source", "week_start", "weekof"], Of("/pulse.json"));
        Assert.Equal(["community", "cursor", "limit", "source"], Of("/pulse/history.json"));
        Assert.Equal(["childId", "endDate", "limit", "pin", "startDate"], Of("/api/parent/logs"));
        Assert.Equal(["community_id", "date_order", "delete_after_processing", "filename", "source_id"], Of("/api/pulse/exports", "post"));
        Assert.Equal(["from", "limit", "stream", "type", "version"], Of("/admin/events"));
    }

    [GeneratedRegex(@"\{(\w+)[^}]*\}")]
    private static partial Regex Parameter();
}
