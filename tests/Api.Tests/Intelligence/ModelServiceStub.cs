using System.Collections.Concurrent;
using EventSourced.Commands.Intelligence;
using EventSourced.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EventSourced.Api.Tests.Intelligence;

/// <summary>An OpenAI-compatible service on a loopback port with configured answers, and a client of it.</summary>
internal sealed class ModelServiceStub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ServiceProvider _services;

    private ModelServiceStub(WebApplication app, ServiceProvider services) => (_app, _services) = (app, services);

    public ConcurrentQueue<(string Path, string Authorization, string Body)> Asked { get; private init; } = new();

    /// <summary>What the client logged.</summary>
    public IReadOnlyCollection<string> Logged { get; private init; } = [];

    /// <summary>Its base address.</summary>
    public string Url => $"{_app.Urls.Single()}/v1";

    /// <summary>Starts it.</summary>
    /// <param name="section">Section of the settings of its client.</param>
    /// <param name="add">Adds the client.</param>
    /// <param name="answers">Answers to give one after another; the last one is repeated.</param>
    public static async Task<ModelServiceStub> StartAsync(string section, Func<IServiceCollection, IConfiguration, IServiceCollection> add, params Func<HttpContext, Task>[] answers)
    {
        var (asked, log, n) = (new ConcurrentQueue<(string, string, string)>(), new LogLines(), -1);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            asked.Enqueue((context.Request.Path, context.Request.Headers.Authorization.ToString(), await body.ReadToEndAsync()));
            await answers[Math.Min(Interlocked.Increment(ref n), answers.Length - 1)](context);
        });
        await app.StartAsync();
        var services = add(new ServiceCollection().AddLogging(l => l.SetMinimumLevel(LogLevel.Trace).AddProvider(log)), new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            [$"{section}:BaseUrl"] = $"{app.Urls.Single()}/v1",
            [$"{section}:ApiKey"] = "the-key",
            [$"{section}:Timeout"] = "00:00:00.5",
            [$"{section}:RetryDelay"] = "00:00:00.01",
        }).Build());
        services.AddSingleton<ICallBudget, NoBudget>();
        return new ModelServiceStub(app, services.BuildServiceProvider()) { Asked = asked, Logged = log.Lines };
    }

    public static Func<HttpContext, Task> Say(string body, int status = 200) => context =>
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(body);
    };

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _app.DisposeAsync();
    }

    private sealed class NoBudget : ICallBudget
    {
        public Task TakeAsync(CallLimit limit, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
