using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using EventSourced.Api.Access;
using EventSourced.Api.Hosting;
using EventSourced.Commands.Bus;
using EventSourced.Contracts;
using EventSourced.EventStore;
using EventSourced.Projections;
using EventSourced.ReadTables.Schema;
using EventSourced.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventSourced.Api.Tests;

/// <summary>The API on a loopback port with a separate database and object store, and a sender that records commands.</summary>
public sealed class ApiWorld : IAsyncLifetime
{
    public const int MaxUpload = 200_000;

    public const string Pin = "246813";

    private readonly string _folder = Directory.CreateTempSubdirectory("es-api-").FullName;
    private TestDatabase? _database;
    private WebApplication? _app;

    public RecordingSender Sender { get; } = new();

    public WatchedObjects Objects { get; private set; } = null!;

    public string Token { get; private set; } = "";

    public HttpClient Anyone { get; private set; } = null!;

    public HttpClient Admin { get; private set; } = null!;

    public IServiceProvider Services => _app!.Services;

    public Uri Address { get; private set; } = null!;

    public NpgsqlDataSource Source => _database!.DataSource;

    public string ObjectFolder => Path.Combine(_folder, "objects");

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync("api");
        await ReadTableSchema.ApplyAsync(Source, ReadTableSet.Catalog);
        Objects = new WatchedObjects(new FileObjectStore(ObjectFolder));
        _app = Build();
        Token = await ApiHost.PrepareAsync(_app) ?? throw new InvalidOperationException("There was a token before the first start.");
        await ExecuteAsync($"CREATE ROLE {Role} LOGIN PASSWORD 'test'");
        await DatabaseRights.GrantAsync(Source, ReadTableSet.Catalog, new EventStoreOptions(), Role, null);
        await _app.StartAsync();
        Address = new Uri(_app.Urls.Single());
        Anyone = new HttpClient { BaseAddress = Address };
        Admin = new HttpClient { BaseAddress = Address, DefaultRequestHeaders = { { "Authorization", $"Bearer {Token}" } } };
    }

    public string ConnectionString => _database!.ConnectionString;

    // Not the owner of the tables, as in production, so that a route which needs a missing permission fails here too.
    private string Role => $"{_database!.Name}_api";

    private string ApiConnection => new NpgsqlConnectionStringBuilder(ConnectionString) { Username = Role, Password = "test" }.ConnectionString;

    /// <summary>Names of the query parameters of an operation in the OpenAPI document, sorted.</summary>
    public async Task<IReadOnlyList<string>> QueryParametersAsync(string path, string method = "get") =>
    [
        .. (await JsonAsync(await Anyone.GetAsync("/openapi/v1.json"))).GetProperty("paths").GetProperty(path).GetProperty(method).GetProperty("parameters").EnumerateArray()
            .Where(p => p.GetProperty("in").GetString() == "query").Select(p => p.GetProperty("name").GetString()!).Order(StringComparer.Ordinal),
    ];

    /// <summary>Another host on the same database.</summary>
    public WebApplication Build(params string[] more) => Build(null, more);

    /// <summary>Another host on the same database, whose log is kept.</summary>
    public WebApplication Build(LogLines? log, params string[] more) => Build(log, null, more);

    /// <summary>Another host on the same database, with additional services.</summary>
    public WebApplication Build(LogLines? log, Action<IServiceCollection>? services, params string[] more) => ApiHost.Build(
        [
            $"--ConnectionStrings:Postgres={ApiConnection}", $"--ConnectionStrings:PostgresOwner={ConnectionString}", $"--Objects:Root={ObjectFolder}", "--urls=http://127.0.0.1:0", "--Bus:Transport=memory", $"--Rabbit:ParentPin={Pin}", "--Rabbit:Limits:PerAddress=100000", "--Fastest:Wait=00:00:01",
            $"--Pulse:MaxUploadBytes={MaxUpload}", "--Pulse:DefaultCommunity=garden", "--Pulse:DefaultSource=main", .. more,
        ],
        builder =>
        {
            builder.Logging.ClearProviders();
            if (log is not null) builder.Logging.AddProvider(log);
            builder.Services.AddSingleton<ICommandSender>(Sender);
            services?.Invoke(builder.Services);
            builder.Services.Replace(ServiceDescriptor.Singleton<IObjectStore>(Objects));
        });

    /// <summary>An admin's client of another host.</summary>
    public HttpClient AdminAt(WebApplication app) => new() { BaseAddress = new Uri(app.Urls.Single()), DefaultRequestHeaders = { { "Authorization", $"Bearer {Token}" } } };

    public async ValueTask DisposeAsync()
    {
        Anyone.Dispose();
        Admin.Dispose();
        await _app!.DisposeAsync();
        await ExecuteAsync($"DROP OWNED BY {Role}; DROP ROLE {Role}");
        await _database!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? body = null, params (string Name, string Value)[] headers) =>
        SendAsync(Admin, method, path, body, headers);

    public static Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path, HttpContent? body = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path) { Content = body };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return client.SendAsync(request);
    }

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(expected == response.StatusCode, $"{(int)response.StatusCode} instead of {(int)expected}: {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>Checks that an answer is a complete problem document with the given status and code, and returns its detail.</summary>
    public static async Task<(string Detail, JsonElement Problem)> ProblemAsync(HttpResponseMessage response, int status, string code)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status && response.Content.Headers.ContentType?.MediaType == "application/problem+json", $"{(int)response.StatusCode}: {text}");
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.Equal((code, status), (problem.GetProperty("code").GetString(), problem.GetProperty("status").GetInt32()));
        Assert.Equal(Uri.UnescapeDataString(response.RequestMessage!.RequestUri!.AbsolutePath), problem.GetProperty("instance").GetString());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        return (problem.GetProperty("detail").GetString()!, problem);
    }
}

/// <summary>Records commands; can be set to fail or to act like a worker.</summary>
public sealed class RecordingSender : ICommandSender
{
    private readonly ConcurrentQueue<CommandEnvelope> _sent = new();

    public Func<CommandEnvelope, Task>? Behaviour { get; set; }

    public IReadOnlyList<CommandEnvelope> Of(Guid id) => [.. _sent.Where(e => e.CommandId == id)];

    public async Task SendAsync(CommandEnvelope envelope, CancellationToken cancellationToken = default)
    {
        if (Behaviour is { } behaviour) await behaviour(envelope);
        _sent.Enqueue(envelope);
    }
}

/// <summary>An object store whose puts can be observed.</summary>
public sealed class WatchedObjects(IObjectStore inner) : IObjectStore
{
    public Action<Stream>? Putting { get; set; }

    public TaskCompletionSource<Exception?>? PutEnded { get; set; }

    public async Task<StoredObject> PutAsync(string prefix, string extension, Stream content, long maxBytes, CancellationToken cancellationToken = default)
    {
        Exception? failure = null;
        try
        {
            Putting?.Invoke(content);
            return await inner.PutAsync(prefix, extension, content, maxBytes, cancellationToken);
        }
        catch (Exception e)
        {
            failure = e;
            throw;
        }
        finally
        {
            PutEnded?.TrySetResult(failure);
        }
    }

    public Task<StoredObject> PutNamedAsync(string key, Stream content, long maxBytes, CancellationToken cancellationToken = default) => inner.PutNamedAsync(key, content, maxBytes, cancellationToken);

    public Task<StoredObject> PutVerifiedAsync(string key, string sha256, Stream content, long maxBytes, CancellationToken cancellationToken = default) => inner.PutVerifiedAsync(key, sha256, content, maxBytes, cancellationToken);

    public Task<bool> TouchAsync(string key, CancellationToken cancellationToken = default) => inner.TouchAsync(key, cancellationToken);

    public Task<Stream> OpenReadAsync(string key, CancellationToken cancellationToken = default) => inner.OpenReadAsync(key, cancellationToken);

    public Task<bool> ExistsAsync(string key, CancellationToken cancellationToken = default) => inner.ExistsAsync(key, cancellationToken);

    public Task<long> SizeAsync(string prefix, CancellationToken cancellationToken = default) => inner.SizeAsync(prefix, cancellationToken);

    public IEnumerable<string> Find(string prefix, DateTimeOffset unmodifiedSince) => inner.Find(prefix, unmodifiedSince);

    public Task<bool> DeleteAsync(string key, DateTimeOffset unmodifiedSince, CancellationToken cancellationToken = default) => inner.DeleteAsync(key, unmodifiedSince, cancellationToken);

    public Task DeletePrefixAsync(string prefix, CancellationToken cancellationToken = default) => inner.DeletePrefixAsync(prefix, cancellationToken);
}
