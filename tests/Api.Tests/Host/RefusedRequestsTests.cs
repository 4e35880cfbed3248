using EventSourced.Projections;
using EventSourced.Testing;

namespace EventSourced.Api.Tests;

/// <summary>An anonymous caller cannot fill the log: refused requests are counted.</summary>
public sealed class RefusedRequestsTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    [Fact]
    public async Task Refused_requests_are_logged_once_per_interval()
    {
        var log = new LogLines();
        await using var app = world.Build(log, "--Api:RefusalsLoggedEvery=01:00:00", "--urls=http://127.0.0.1:0");
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var anyone = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        // Once before the lines are counted: the first request of a kind may log something.
        await AskAsync(anyone);
        var before = log.Loud.Count;
        for (var i = 0; i < 50; i++) await AskAsync(anyone);
        Assert.Equal([], log.Loud.Skip(before));

        await app.StopAsync(TestContext.Current.CancellationToken);
        Assert.Single(log.Loud, l => l.Contains("refused as token_missing", StringComparison.Ordinal));
        Assert.Single(log.Loud, l => l.Contains("refused as token_invalid", StringComparison.Ordinal) && l.Contains("51 requests", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Loud, l => l.Contains("es_misspelt", StringComparison.Ordinal));
    }

    private static readonly string s_table = $"/api/{ReadTableSet.Catalog.Tables[0].QualifiedName.Replace('.', '/')}";

    private static async Task AskAsync(HttpClient anyone)
    {
        foreach (var path in new[] { "/admin/projections", s_table, "/nowhere", "/openapi/v1.json?colour=red", "/health", "/api/parent/turns", "/api/session/start" })
            using (await anyone.GetAsync(path)) { }
        using var request = new HttpRequestMessage(HttpMethod.Get, "/admin/projections") { Headers = { { "Authorization", "Bearer es_misspelt" } } };
        using (await anyone.SendAsync(request)) { }
    }
}
