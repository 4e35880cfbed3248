using EventSourced.Commands.Bus;
using EventSourced.Commands.Hosting;
using EventSourced.EventStore.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;

namespace EventSourced.Workers.Hosting;

/// <summary>A worker process.</summary>
public static class WorkerHost
{
    /// <summary>
    /// Builds the host. With <c>Workers:Url</c> it serves <c>/health/live</c> and <c>/health/ready</c> there, and <c>/metrics</c> with <c>Workers:Metrics</c>;
    /// without, it does not listen.
    /// </summary>
    /// <param name="args">Command line: <c>--Bus:Uri=amqp://…</c> and so on; the environment is read as well (<c>Bus__Uri</c>).</param>
    /// <param name="configure">What to add or replace, before the worker's own services.</param>
    public static IHost Build(string[] args, Action<IServiceCollection>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        // At lower levels they log every connection and every message.
        builder.Logging.AddFilter("MassTransit", LogLevel.Warning).AddFilter("Quartz", LogLevel.Warning).AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        configure?.Invoke(builder.Services);
        builder.Services.AddWorkers(builder.Configuration);
        // No token is needed here: keep the address private.
        var options = builder.Configuration.Read<WorkerOptions>();
        var scraped = options.Metrics;
        builder.Services.AddTelemetry(builder.Configuration, "eventsourced-workers", scraped ? metrics => metrics.AddPrometheusExporter() : null);

        var url = options.Url;
        if (url is null) builder.Services.AddSingleton<Microsoft.AspNetCore.Hosting.Server.IServer, NoServer>();
        else builder.WebHost.UseUrls(url);

        var app = builder.Build();
        if (scraped) app.MapPrometheusScrapingEndpoint("/metrics");
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready"), ResultStatusCodes = BusHealthCheck.StatusCodes, ResponseWriter = LanesHealthCheck.WriteAsync });
        return app;
    }

    private sealed class NoServer : Microsoft.AspNetCore.Hosting.Server.IServer
    {
        public Microsoft.AspNetCore.Http.Features.IFeatureCollection Features { get; } = new Microsoft.AspNetCore.Http.Features.FeatureCollection();

        public Task StartAsync<TContext>(Microsoft.AspNetCore.Hosting.Server.IHttpApplication<TContext> application, CancellationToken cancellationToken)
            where TContext : notnull => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose()
        {
        }
    }
}
