using System.Text.RegularExpressions;
using EventSourced.Commands.Modules;
using EventSourced.Projections;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Api.Tests.Queries;

public sealed partial class QueryParameterTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    [Fact]
    public async Task Every_route_refuses_unknown_parameters()
    {
        var endpoints = world.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().ToList();
        var table = ReadTableSet.Catalog.Tables.First(t => ModuleCatalog.Default.Imports.Any(k => k.Module == t.Module));
        Assert.True(endpoints.Count > 40, $"{endpoints.Count} routes");
        foreach (var endpoint in endpoints)
        {
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Except(["HEAD", "OPTIONS"]) ?? ["GET"])
            {
                var path = Parameter().Replace("/" + endpoint.RoutePattern.RawText!.TrimStart('/'), match => match.Groups[1].Value switch
                {
                    "module" => table.Module,
                    "table" when endpoint.RoutePattern.RawText.Contains("{module}", StringComparison.Ordinal) => table.Name,
                    "table" => table.QualifiedName,
                    "kind" => ModuleCatalog.Default.Imports.First(k => k.Module == table.Module).Name,
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
        Assert.Equal(["from", "limit", "stream", "type", "version"], await world.QueryParametersAsync("/admin/events"));
    }

    [GeneratedRegex(@"\{(\w+)[^}]*\}")]
    private static partial Regex Parameter();
}
