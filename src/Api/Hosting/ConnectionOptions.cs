using EventSourced.EventStore.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace EventSourced.Api.Hosting;

/// <summary>What connections may hold, whatever is sent over them. Section <c>Api</c>.</summary>
[SettingsSection("Api", SettingsReaders.Api)]
public sealed record ConnectionOptions
{
    /// <summary>Most connections at once; more are closed at once. Each holds at most 64 KiB that were sent and not read yet.</summary>
    public int MaxConnections { get; init; } = 4096;

    /// <summary>Reads the configuration and checks it.</summary>
    /// <param name="configuration">The configuration.</param>
    public static ConnectionOptions From(IConfiguration configuration)
    {
        var options = configuration.Read<ConnectionOptions>();
        return options.MaxConnections >= 1 ? options : throw new InvalidOperationException($"Api:MaxConnections is {options.MaxConnections}: use 1 or more.");
    }
}

/// <summary>Bounds the memory of connections.</summary>
internal static class ConnectionBounds
{
    // Of what a connection sends ahead of its reader, of refused requests too. Kestrel's own Limits.MaxRequestBufferSize does not bound it: the transport reads ahead, 1 MiB by default.
    private const int ReadAhead = 64 * 1024;

    public static void AddConnectionBounds(this WebApplicationBuilder builder)
    {
        var options = ConnectionOptions.From(builder.Configuration);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxConcurrentConnections = options.MaxConnections);
        builder.WebHost.UseSockets(sockets => sockets.MaxReadBufferSize = ReadAhead);
        // A line for each connection that is refused, which anybody can cause: the metric kestrel.rejected_connections counts them.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel.Connections", LogLevel.Error);
    }
}
