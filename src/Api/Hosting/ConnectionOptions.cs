using EventSourced.EventStore.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace EventSourced.Api.Hosting;

/// <summary>Limits of connections. Section <c>Api</c>.</summary>
[SettingsSection("Api", SettingsReaders.Api)]
public sealed record ConnectionOptions
{
    /// <summary>Maximum number of open connections; further ones are closed immediately. Each buffers at most 64 KiB of unread data.</summary>
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
    // Unread data of a connection, also of refused requests. Kestrel's Limits.MaxRequestBufferSize does not bound it: the transport reads ahead, 1 MiB by default.
    private const int ReadAhead = 64 * 1024;

    public static void AddConnectionBounds(this WebApplicationBuilder builder)
    {
        var options = ConnectionOptions.From(builder.Configuration);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxConcurrentConnections = options.MaxConnections);
        builder.WebHost.UseSockets(sockets => sockets.MaxReadBufferSize = ReadAhead);
        // Kestrel logs each refused connection, which anybody can cause. The metric kestrel.rejected_connections counts them.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel.Connections", LogLevel.Error);
    }
}
