using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace EventSourced.Api.Tests.Metrics;

/// <summary>Instruments belong to the process: when another host of it ends, those of the same name are taken for ended here too.</summary>
[CollectionDefinition(nameof(AloneInTheProcess), DisableParallelization = true)]
public sealed class AloneInTheProcess;

[Collection(nameof(AloneInTheProcess))]
public sealed class MetricsTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    [Fact]
    public async Task Prometheus_reads_how_the_system_stands_with_a_token()
    {
        await ApiWorld.ProblemAsync(await world.Anyone.GetAsync("/metrics", TestContext.Current.CancellationToken), 401, "token_missing");
        await world.ExecuteAsync("create table if not exists es.relay_checkpoints (name text primary key, position bigint not null)");
        // Read in the background, once somebody asks.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        var text = "";
        while (!text.Contains("es_log_position", StringComparison.Ordinal))
        {
            await Task.Delay(200, limit.Token);
            text = await world.Admin.GetStringAsync("/metrics", limit.Token);
        }
        Assert.Contains("es_log_position", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collector_that_the_standard_variables_name_receives_the_metrics_at_its_path()
    {
        var received = new TaskCompletionSource<(string Path, string Header, string Body)>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var collector = Collector(received);
        await collector.StartAsync(TestContext.Current.CancellationToken);
        await using (var api = world.Build($"--OTEL_EXPORTER_OTLP_ENDPOINT={collector.Urls.Single()}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "--OTEL_EXPORTER_OTLP_HEADERS=x-key=secret"))
        {
            await api.StartAsync(TestContext.Current.CancellationToken);
            using var http = new HttpClient { BaseAddress = new Uri(api.Urls.Single()) };
            await http.GetAsync("/health/live", TestContext.Current.CancellationToken);
            // What was measured is sent at the latest when the host ends.
            await api.StopAsync(TestContext.Current.CancellationToken);
        }
        var (path, header, body) = await received.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("/v1/metrics", "secret"), (path, header));
        Assert.Contains("eventsourced-api", body, StringComparison.Ordinal);
    }

    private static WebApplication Collector(TaskCompletionSource<(string Path, string Header, string Body)> received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = builder.Build();
        collector.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            if (!context.Request.Path.Value!.EndsWith("traces", StringComparison.Ordinal))
                received.TrySetResult((context.Request.Path, $"{context.Request.Headers["x-key"]}", Encoding.UTF8.GetString(body.ToArray())));
            context.Response.StatusCode = (int)HttpStatusCode.OK;
        });
        return collector;
    }
}
