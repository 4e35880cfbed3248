using EventSourced.EventStore;
using Microsoft.Extensions.Configuration;

namespace EventSourced.Api.Hosting;

/// <summary>What the API takes from the configuration.</summary>
public sealed record ApiOptions
{
    /// <summary>Connection string of PostgreSQL: <c>ConnectionStrings:Postgres</c>.</summary>
    public required string Postgres { get; init; }

    /// <summary>The same database as the owner of its tables: <c>ConnectionStrings:PostgresOwner</c>. Without it, the API's own login is the owner.</summary>
    public string? PostgresOwner { get; init; }

    /// <summary>Section <c>EventStore</c>; its object folder is <c>Objects:Root</c> when that is set.</summary>
    public required EventStoreOptions EventStore { get; init; }

    /// <summary>Section <c>Pulse</c>.</summary>
    public required PulseOptions Pulse { get; init; }

    /// <summary>Reads the configuration and checks it.</summary>
    /// <param name="configuration">The configuration.</param>
    public static ApiOptions From(IConfiguration configuration) => new()
    {
        Postgres = Address(configuration, "Postgres")
            ?? throw new InvalidOperationException("ConnectionStrings:Postgres is missing: set it (or the variable ConnectionStrings__Postgres) to Host=…;Database=…;Username=…, or run `es up`."),
        PostgresOwner = Address(configuration, "PostgresOwner"),
        EventStore = StoreFrom(configuration),
        Pulse = configuration.GetSection("Pulse").Get<PulseOptions>() ?? new PulseOptions(),
    };

    private static string? Address(IConfiguration configuration, string name)
    {
        try
        {
            return configuration.GetConnectionString(name) is { Length: > 0 } address ? PostgresAddress.Parse(address) : null;
        }
        catch (FormatException e)
        {
            throw new InvalidOperationException($"ConnectionStrings:{name} is not the address of a database: {e.Message}", e);
        }
    }

    private static EventStoreOptions StoreFrom(IConfiguration configuration)
    {
        var options = configuration.GetSection("EventStore").Get<EventStoreOptions>() ?? new EventStoreOptions();
        if (options.ConnectionString is { Length: > 0 } store) options = options with { ConnectionString = PostgresAddress.Parse(store) };
        return configuration["Objects:Root"] is { Length: > 0 } root ? options with { ObjectFolder = root } : options;
    }
}

/// <summary>Section <c>Pulse</c> of the configuration.</summary>
public sealed record PulseOptions
{
    /// <summary>Community of public reads that name none.</summary>
    public string? DefaultCommunity { get; init; }

    /// <summary>Source of public reads that name none.</summary>
    public string? DefaultSource { get; init; }

    /// <summary>Whether anyone may read the daily digests; else only an admin.</summary>
    public bool PublicDailyDigests { get; init; }

    /// <summary>Most bytes of an upload.</summary>
    public long MaxUploadBytes { get; init; } = 4L * 1024 * 1024 * 1024;
}
