using EventSourced.Api.Access;
using EventSourced.Api.Hosting;
using EventSourced.Commands.Bus;
using EventSourced.Contracts;
using EventSourced.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EventSourced.Laws.Tests.Worlds;

/// <summary>The API on the database of a world, with the world's tables.</summary>
internal sealed class EndpointHost : IAsyncDisposable
{
    /// <summary>Header with the tenant of the caller. Without it the caller sees all rows.</summary>
    public const string Tenant = "X-Laws-Tenant";

    private readonly WebApplication _app;

    private EndpointHost(WebApplication app, HttpClient client) => (_app, Client) = (app, client);

    public HttpClient Client { get; }

    public static async Task<EndpointHost> StartAsync(ProjectionWorld world)
    {
        var app = ApiHost.Build(
            [$"--ConnectionStrings:Postgres={world.ConnectionString}", $"--Objects:Root={TestServers.NewDataDirectory()}", "--urls=http://127.0.0.1:0", "--Bus:Transport=memory"],
            builder =>
            {
                builder.Logging.ClearProviders();
                builder.Services.AddSingleton<ICommandSender, NoSender>();
                builder.Services.AddSingleton(world.Catalog);
                builder.Services.AddSingleton<ICredentialKind, HeaderTenant>();
            });
        await ApiHost.PrepareAsync(app);
        // The first token is returned only once for each database, and several laws start a host on the same one.
        var token = await app.Services.GetRequiredService<AdminTokens>().CreateAsync($"laws {Guid.NewGuid()}", expiresAt: null);
        await app.StartAsync();
        return new EndpointHost(app, new HttpClient { BaseAddress = new Uri(app.Urls.Single()), DefaultRequestHeaders = { { "Authorization", $"Bearer {token}" } } });
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    /// <summary>Authenticates the caller as an admin of the tenant in the header.</summary>
    private sealed class HeaderTenant : ICredentialKind
    {
        public string? SecretOf(HttpRequest request) => request.Headers.TryGetValue(Tenant, out var tenant) ? Uri.UnescapeDataString(tenant.ToString()) : null;

        public ValueTask<Principal> CheckAsync(string secret, CancellationToken cancellationToken) => ValueTask.FromResult(new Principal("header", "tenant", [Permission.Admin], secret));
    }

    /// <summary>The laws send no commands.</summary>
    private sealed class NoSender : ICommandSender
    {
        public Task SendAsync(CommandEnvelope envelope, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
