using System.Collections.Concurrent;
using EventSourced.Commands.Intelligence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EventSourced.Api.Tests.Rabbit.Speech;

/// <summary>An OpenAI-compatible service on a loopback port with configured answers, and a client of it.</summary>
internal sealed class SpeechServiceStub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ServiceProvider _services;

    private SpeechServiceStub(WebApplication app, ServiceProvider services) => (_app, _services) = (app, services);

    public ConcurrentQueue<(string Path, string Authorization, string Body)> Asked { get; private init; } = new();

    public ConcurrentQueue<string> Logged { get; private init; } = new();

    /// <summary>Its base address.</summary>
    public string Url => $"{_app.Urls.Single()}/v1";

    /// <summary>Answers to give one after another; the last one is repeated.</summary>
    public static Task<SpeechServiceStub> StartAsync(params Func<HttpContext, Task>[] answers) => StartAsync("Rabbit:Speech", (services, settings) => services.AddRabbitSpeech(settings), answers);

    /// <summary>As <see cref="StartAsync(Func{HttpContext, Task}[])"/>, for the service of another section.</summary>
    public static async Task<SpeechServiceStub> StartAsync(string section, Func<IServiceCollection, IConfiguration, IServiceCollection> add, params Func<HttpContext, Task>[] answers)
    {
        var (asked, logged, n) = (new ConcurrentQueue<(string, string, string)>(), new ConcurrentQueue<string>(), -1);
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
        var services = add(new ServiceCollection().AddLogging(l => l.SetMinimumLevel(LogLevel.Trace).AddProvider(new Lines(logged))), new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            [$"{section}:BaseUrl"] = $"{app.Urls.Single()}/v1",
            [$"{section}:ApiKey"] = "the-key",
            [$"{section}:Timeout"] = "00:00:00.5",
            [$"{section}:RetryDelay"] = "00:00:00.01",
        }).Build());
        services.AddSingleton<ICallBudget, NoBudget>();
        return new SpeechServiceStub(app, services.BuildServiceProvider()) { Asked = asked, Logged = logged };
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

    private sealed class Lines(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => lines.Enqueue(formatter(state, exception) + exception);

        public void Dispose()
        {
        }
    }
}
