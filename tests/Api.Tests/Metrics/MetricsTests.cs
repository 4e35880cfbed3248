using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using EventSourced.Api.Hosting;
using EventSourced.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace EventSourced.Api.Tests.Metrics;

/// <summary>Instruments belong to the process: when one host stops, instruments with the same name stop in the other hosts as well.</summary>
[CollectionDefinition(nameof(AloneInTheProcess), DisableParallelization = true)]
public sealed class AloneInTheProcess;

[Collection(nameof(AloneInTheProcess))]
public sealed class MetricsTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    [Fact]
    public async Task Prometheus_reads_the_system_metrics_with_a_token()
    {
        await ApiWorld.ProblemAsync(await world.Anyone.GetAsync("/metrics", TestContext.Current.CancellationToken), 401, "token_missing");
        await world.ExecuteAsync("create table if not exists es.relay_checkpoints (name text primary key, position bigint not null)");
        // A separate host: the shared one may have instruments with the same names as a stopped host. A collection omits values that it cannot read in time.
        await using var api = world.Build();
        await api.StartAsync(TestContext.Current.CancellationToken);
        using var admin = world.AdminAt(api);
        await UntilAsync(admin, "es_log_position");
    }

    [Fact]
    public async Task Prometheus_reads_the_ready_messages_of_each_queue_and_error_queue()
    {
        await using var vhost = await TestVhost.CreateAsync("metrics", TestContext.Current.CancellationToken);
        // With the bus, which the other hosts of these tests do not have.
        await using var api = ApiHost.Build(
            [$"--ConnectionStrings:Postgres={world.ConnectionString}", $"--Objects:Root={world.ObjectFolder}", "--urls=http://127.0.0.1:0", $"--Bus:Uri={vhost.Uri}", $"--Bus:Prefix={vhost.Prefix}es."],
            builder => builder.Logging.ClearProviders());
        await api.StartAsync(TestContext.Current.CancellationToken);
        using var admin = world.AdminAt(api);
        string Depth(string queue, int count) => $"es_queue_messages\\{{[^}}]*queue=\"{Regex.Escape($"{vhost.Prefix}es.{queue}")}\"[^}}]*state=\"ready\"[^}}]*\\}} {count}\\r?\\n";
        await UntilAsync(admin, Depth("commands.0", 0), Depth("commands_error", 0));

        await using var connection = await new ConnectionFactory { Uri = vhost.Uri }.CreateConnectionAsync(TestContext.Current.CancellationToken);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true), TestContext.Current.CancellationToken);
        foreach (var queue in new[] { "commands.0", "commands.0", "commands_error" })
            await channel.BasicPublishAsync($"{vhost.Prefix}es.{queue}", "", true, new BasicProperties(), ReadOnlyMemory<byte>.Empty, TestContext.Current.CancellationToken);

        await UntilAsync(admin, Depth("commands.0", 2), Depth("commands_error", 1), Depth("followups.0", 0));
    }

    [Fact]
    public async Task The_collector_of_the_standard_variables_receives_the_metrics_at_its_path()
    {
        var received = new TaskCompletionSource<(string Path, string Header, string Body)>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var collector = Collector(received);
        await collector.StartAsync(TestContext.Current.CancellationToken);
        await using (var api = world.Build($"--OTEL_EXPORTER_OTLP_ENDPOINT={collector.Urls.Single()}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "--OTEL_EXPORTER_OTLP_HEADERS=x-key=secret"))
        {
            await api.StartAsync(TestContext.Current.CancellationToken);
            using var http = new HttpClient { BaseAddress = new Uri(api.Urls.Single()) };
            await http.GetAsync("/health/live", TestContext.Current.CancellationToken);
            // Measurements are sent when the host stops, at the latest.
            await api.StopAsync(TestContext.Current.CancellationToken);
        }
        var (path, header, body) = await received.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("/v1/metrics", "secret"), (path, header));
        Assert.Contains("eventsourced-api", body, StringComparison.Ordinal);
    }

    private static async Task UntilAsync(HttpClient admin, params string[] patterns)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(3));
        var text = "";
        try
        {
            while (!patterns.All(p => Regex.IsMatch(text, p)))
            {
                await Task.Delay(100, limit.Token);
                text = await admin.GetStringAsync("/metrics", limit.Token);
            }
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            Assert.Fail($"There is no {string.Join(" and ", patterns)} in:\n{text}");
        }
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
