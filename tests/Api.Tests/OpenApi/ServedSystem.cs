using EventSourced.Api.Hosting;
using EventSourced.Testing;
using EventSourced.Workers.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace EventSourced.Api.Tests.OpenApi;

/// <summary>The whole system in this process, and a client generated from the document that it serves.</summary>
public sealed class ServedSystem : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("es-served-").FullName;
    private TestDatabase? _database;
    private WebApplication? _app;

    public HttpClient Anyone { get; private set; } = null!;

    public HttpClient Admin { get; private set; } = null!;

    public HttpClient Parent { get; private set; } = null!;

    internal GeneratedClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync("client");
        _app = ApiHost.Build(
            [$"--ConnectionStrings:Postgres={_database.ConnectionString}", $"--Objects:Root={_folder}", "--urls=http://127.0.0.1:0", "--Bus:Transport=memory", $"--Rabbit:ParentPin={ApiWorld.Pin}"],
            builder =>
            {
                builder.Logging.ClearProviders();
                builder.Services.AddWorkers(builder.Configuration);
            });
        var token = await ApiHost.PrepareAsync(_app) ?? throw new InvalidOperationException("There was a token before the first start.");
        await _app.StartAsync();
        Anyone = With();
        Admin = With(("Authorization", $"Bearer {token}"));
        Parent = With(("x-parent-pin", ApiWorld.Pin));
        Client = await GeneratedClient.CreateAsync(await Anyone.GetStringAsync("/openapi/v1.json"));
    }

    private HttpClient With(params (string Name, string Value)[] headers)
    {
        var client = new HttpClient { BaseAddress = new Uri(_app!.Urls.Single()) };
        foreach (var (name, value) in headers) client.DefaultRequestHeaders.Add(name, value);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        Anyone.Dispose();
        Admin.Dispose();
        Parent.Dispose();
        await _app!.StopAsync();
        await _app.DisposeAsync();
        await _database!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
