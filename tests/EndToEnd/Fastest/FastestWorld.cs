using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventSourced.Api.Hosting;
using EventSourced.Commands.Fastest.Infrastructure;
using EventSourced.Commands.Intelligence;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.EndToEnd.Cli;
using EventSourced.EndToEnd.Fastest;
using EventSourced.EventStore;
using EventSourced.ReadTables;
using EventSourced.ReadTables.Query;
using EventSourced.Testing;
using EventSourced.Workers.Hosting;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

[assembly: AssemblyFixture(typeof(FastestWorld))]

namespace EventSourced.EndToEnd.Fastest;

/// <summary>The API with workers in one process, and people who sign in with credentials that this test signed. Shared by all tests of the product routes; it starts with the first of them.</summary>
public sealed class FastestWorld : IAsyncDisposable
{
    private const string Audience = "fastest.apps.example";
    private static readonly RSA s_key = RSA.Create(2048);
    private readonly string _folder = Directory.CreateTempSubdirectory("es-fastest-").FullName;
    private readonly Lazy<Task<Running>> _running;

    public FastestWorld() => _running = new(StartAsync);

    /// <summary>More settings, for a world of its own; with some, the embedder is the configured one.</summary>
    internal IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>A world whose database and object store this one uses as well, as a second process does; null for its own.</summary>
    internal FastestWorld? Beside { get; init; }

    /// <summary>Folder of the object store.</summary>
    public string Objects => Beside?.Objects ?? Path.Combine(_folder, "objects");

    public async Task<IServiceProvider> ServicesAsync() => (await _running.Value).App.Services;

    public async Task<TestDatabase> DatabaseAsync() => (await _running.Value).Database;

    /// <summary>Appends events without a command, and waits until the tables have them.</summary>
    public async Task AppendAsync(string stream, params IEvent[] events)
    {
        var services = await ServicesAsync();
        var appended = await services.GetRequiredService<IEventStore>().AppendAsync(new([new(stream, ExpectedVersion.Any, events)], new EventMetadata(Guid.NewGuid(), "test", DateTimeOffset.UtcNow)));
        var catalog = services.GetRequiredService<ReadTableCatalog>();
        foreach (var table in catalog.Tables.Where(t => t.Module == "fastest"))
            await services.GetRequiredService<TableStates>().WaitAsync(table, null, appended.Position, TimeSpan.FromMinutes(1), default);
    }

    /// <summary>Runs a command that only the scheduler sends.</summary>
    public async Task RunAsync<TCommand>(TCommand command) where TCommand : ICommand
    {
        await using var scope = (await ServicesAsync()).CreateAsyncScope();
        var result = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new Handle<TCommand>(command, new CommandContext(Guid.NewGuid(), "scheduler", DateTimeOffset.UtcNow, null)));
        Assert.IsType<CommandResult.Completed>(result);
    }

    /// <summary>Settings of an API that accepts <see cref="Credential"/>.</summary>
    public static (string ClientId, string Keys) Google { get; } = (Audience, KeysOf(s_key));

    /// <summary>A client without a credential.</summary>
    /// <param name="from">The loopback address that its requests come from; null for the usual one.</param>
    public async Task<FastestClient> AnyoneAsync(IPAddress? from = null) => new(Client(await _running.Value, null, from));

    public async Task<FastestClient> AdminAsync() => new(Client(await _running.Value, (await _running.Value).Token));

    /// <summary>A client of a person who signs in with Google.</summary>
    public async Task<FastestClient> UserAsync(string name, IPAddress? from = null)
    {
        using var anyone = await AnyoneAsync();
        var session = await anyone.SendAsync(HttpMethod.Post, "/v1/auth/google", 200, new { credential = Credential($"{name}@Example.org", name) });
        return new(Client(await _running.Value, (string)session["access_token"]!, from));
    }

    /// <summary>A credential as Google signs it.</summary>
    public static string Credential(string email, string name, bool verified = true, string audience = Audience, RSA? key = null, TimeSpan? age = null)
    {
        var issued = DateTime.UtcNow - (age ?? TimeSpan.Zero);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = "https://accounts.google.com",
            Audience = audience,
            IssuedAt = issued,
            NotBefore = issued,
            Expires = issued.AddHours(1),
            Claims = new Dictionary<string, object> { ["email"] = email, ["email_verified"] = verified, ["name"] = name },
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(key ?? s_key) { KeyId = "test" }, SecurityAlgorithms.RsaSha256),
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_running.IsValueCreated)
        {
            var running = await _running.Value;
            await running.App.StopAsync();
            await running.App.DisposeAsync();
            if (Beside is null) await running.Database.DisposeAsync();
        }
        Directory.Delete(_folder, recursive: true);
    }

    private static HttpClient Client(Running running, string? token, IPAddress? from = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { ConnectCallback = from is null ? null : (context, stop) => ConnectAsync(from, context.DnsEndPoint, stop) }) { BaseAddress = new Uri(running.App.Urls.Single()) };
        if (token is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static async ValueTask<Stream> ConnectAsync(IPAddress from, DnsEndPoint to, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(to, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static string KeysOf(RSA rsa)
    {
        var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(rsa.ExportParameters(false)) { KeyId = "test" });
        return JsonSerializer.Serialize(new { keys = new[] { new { kty = key.Kty, kid = key.Kid, use = "sig", n = key.N, e = key.E } } });
    }

    private async Task<Running> StartAsync()
    {
        var database = Beside is { } other ? await other.DatabaseAsync() : await TestDatabase.CreateAsync("fastest");
        var app = ApiHost.Build(
            [
                $"--ConnectionStrings:Postgres={database.ConnectionString}", $"--Objects:Root={Objects}", "--urls=http://127.0.0.1:0", "--Bus:Transport=memory",
                $"--Fastest:GoogleClientId={Audience}", $"--Fastest:GoogleKeys={Google.Keys}", "--Fastest:MaxBlobBytes=200000", "--Fastest:Wait=00:01:00", .. Settings,
            ],
            builder =>
            {
                builder.Logging.ClearProviders();
                builder.Services.AddWorkers(builder.Configuration);
                if (Settings.Count == 0) builder.Services.AddSingleton<IEmbedder, FragileEmbedder>();
                builder.Services.AddSingleton<IInfrastructureProvider, RecordedProvider>();
            });
        var token = await ApiHost.PrepareAsync(app);
        await app.StartReadyAsync();
        // Only the first process on a database gets the token.
        return new(app, database, token ?? (await Beside!._running.Value).Token);
    }

    private sealed record Running(WebApplication App, TestDatabase Database, string Token);
}

/// <summary>Sends requests and checks the status of their answers.</summary>
public sealed class FastestClient(HttpClient http) : IDisposable
{
    public HttpClient Http { get; } = http;

    public async Task<JsonNode> SendAsync(HttpMethod method, string path, int expected, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body switch { null => null, HttpContent content => content, _ => JsonContent.Create(body) } };
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.Has((HttpStatusCode)expected), $"{method} {path}: {(int)response.StatusCode} instead of {expected}: {text}");
        return JsonNode.Parse(text.Length == 0 ? "{}" : text)!;
    }

    public Task<JsonNode> GetAsync(string path, int expected = 200) => SendAsync(HttpMethod.Get, path, expected);

    /// <summary>Sends a request that is refused with an envelope, and returns its message.</summary>
    public async Task<string> RefusedAsync(HttpMethod method, string path, HttpStatusCode status, string code, object? body = null)
    {
        var error = (await SendAsync(method, path, (int)status, body))["error"]!;
        Assert.Equal(code, (string?)error["code"]);
        return (string)error["message"]!;
    }

    public async Task<string> CreateProjectAsync(string name = "Garden") => (string)(await SendAsync(HttpMethod.Post, "/v1/projects", 201, new { name }))["project"]!["id"]!;

    public async Task<string> CreateWorkspaceAsync(string project, string name, string? from = null) =>
        (string)(await SendAsync(HttpMethod.Post, $"/v1/projects/{project}/workspaces", 201, new { name, base_snapshot_id = from }))["workspace"]!["id"]!;

    /// <summary>Uploads the manifest of files, each with some content, and returns its hash.</summary>
    public async Task<string> PutManifestAsync(params (string Path, string Content)[] files)
    {
        var manifest = JsonSerializer.SerializeToUtf8Bytes(new { version = "1", files = files.Select(f => new { type = "file", path = f.Path, hash = HashOf(f.Content), size = f.Content.Length }) });
        var hash = Convert.ToHexStringLower(SHA256.HashData(manifest));
        await SendAsync(HttpMethod.Put, $"/v1/blobs/manifests/{hash}", 201, new ByteArrayContent(manifest));
        return hash;
    }

    public Task<JsonNode> PutBlobAsync(string content, int expected = 201) => SendAsync(HttpMethod.Put, $"/v1/blobs/upload/{HashOf(content)}", expected, new StringContent(content));

    /// <summary>Registers a snapshot and returns its id.</summary>
    public async Task<string> PushAsync(string project, string? workspace, string manifest, params string[] parents) =>
        (string)(await SendAsync(HttpMethod.Post, $"/v1/projects/{project}/snapshots", 201, new { manifest_hash = manifest, workspace_id = workspace, parent_snapshot_ids = parents }))["snapshot"]!["id"]!;

    public static string HashOf(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    public void Dispose() => Http.Dispose();
}
