using Microsoft.Extensions.Configuration;

namespace EventSourced.EventStore.Settings;

/// <summary>Reads the settings of the database and the object store, in the same way for the API and the workers.</summary>
public static class StoreSettings
{
    /// <summary>The section <c>EventStore</c>. <c>Objects:Root</c> overrides its object folder.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <exception cref="InvalidOperationException">A value is invalid.</exception>
    public static EventStoreOptions EventStore(IConfiguration configuration)
    {
        var options = configuration.Read<EventStoreOptions>();
        if (Parsed(options.ConnectionString, "EventStore:ConnectionString") is { } address) options = options with { ConnectionString = address };
        return configuration.Read<ObjectOptions>().Root is { Length: > 0 } root ? options with { ObjectFolder = root } : options;
    }

    /// <summary>The login <c>ConnectionStrings:Postgres</c>.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <exception cref="InvalidOperationException">It is missing or not the address of a database.</exception>
    public static string Postgres(IConfiguration configuration) => Parsed(configuration.Read<DatabaseOptions>().Postgres, "ConnectionStrings:Postgres")
        ?? throw new InvalidOperationException($"ConnectionStrings:Postgres is missing: set it (or the variable ConnectionStrings__Postgres) to Host=…;Database=…;Username=…, or run `{CommandHint.Of("up")}`.");

    /// <summary>The login <c>ConnectionStrings:PostgresOwner</c>; null when it is not set.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <exception cref="InvalidOperationException">It is not the address of a database.</exception>
    public static string? PostgresOwner(IConfiguration configuration) => Parsed(configuration.Read<DatabaseOptions>().PostgresOwner, "ConnectionStrings:PostgresOwner");

    private static string? Parsed(string? address, string setting)
    {
        try
        {
            return address is { Length: > 0 } ? PostgresAddress.Parse(address) : null;
        }
        catch (FormatException e)
        {
            throw new InvalidOperationException($"{setting} is not the address of a database: {e.Message}", e);
        }
    }
}
