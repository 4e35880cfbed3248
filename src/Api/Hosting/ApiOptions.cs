using EventSourced.EventStore;
using EventSourced.EventStore.Settings;
using Microsoft.Extensions.Configuration;

namespace EventSourced.Api.Hosting;

/// <summary>Configuration of the API.</summary>
public sealed record ApiOptions
{
    /// <summary>Connection string of PostgreSQL: <c>ConnectionStrings:Postgres</c>.</summary>
    public required string Postgres { get; init; }

    /// <summary>The same database with the login that owns its tables: <c>ConnectionStrings:PostgresOwner</c>. Without it, the API's login is the owner.</summary>
    public string? PostgresOwner { get; init; }

    /// <summary>Section <c>EventStore</c>; its object folder is <c>Objects:Root</c> when that is set.</summary>
    public required EventStoreOptions EventStore { get; init; }

    /// <summary>Reads the configuration and checks it.</summary>
    /// <param name="configuration">The configuration.</param>
    public static ApiOptions From(IConfiguration configuration) => new()
    {
        Postgres = StoreSettings.Postgres(configuration),
        PostgresOwner = StoreSettings.PostgresOwner(configuration),
        EventStore = StoreSettings.EventStore(configuration),
    };
}
