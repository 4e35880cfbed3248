using EventSourced.ReadTables.Runtime;
using JasperFx.Events;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Weasel.Core;

namespace Shop;

/// <summary>The application: Marten as its documentation sets it up, and read tables over its log.</summary>
public static class ShopHost
{
    /// <summary>Builds it.</summary>
    /// <param name="connectionString">The database.</param>
    /// <param name="configure">More settings of Marten.</param>
    public static IHost Build(string connectionString, Action<StoreOptions>? configure = null)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);

        builder.Services.AddMarten(options =>
        {
            options.Connection(connectionString);
            options.DatabaseSchemaName = "shop_log";
            options.UseSystemTextJsonForSerialization(EnumStorage.AsString, Casing.CamelCase);
            options.Events.StreamIdentity = StreamIdentity.AsString;
            options.Events.AppendMode = EventAppendMode.Quick;
            options.Events.AddEventTypes([typeof(OrderPlaced), typeof(ItemAdded), typeof(OrderShipped)]);
            configure?.Invoke(options);
        }).ApplyAllDatabaseChangesOnStartup();
        builder.Services.AddSingleton<Orders>();

        // This is all that read tables need.
        builder.Services.AddMartenReadTables([typeof(ShopHost).Assembly], new ProjectionOptions { PollInterval = TimeSpan.FromMilliseconds(50) });
        return builder.Build();
    }
}
