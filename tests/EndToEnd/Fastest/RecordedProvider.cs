using System.Collections.Concurrent;
using EventSourced.Commands.Fastest.Infrastructure;

namespace EventSourced.EndToEnd.Fastest;

/// <summary>Cloudflare as the tests need it: the name of a resource and the build command say how an order ends. Nobody provides for Railway.</summary>
internal sealed class RecordedProvider : IInfrastructureProvider
{
    /// <summary>The address and the password of every database.</summary>
    public const string Connection = """{"url":"d1://garden","password":"connection-password"}""";

    /// <summary>The orders, by deployment.</summary>
    public static ConcurrentDictionary<Guid, DeploymentOrder> Orders { get; } = [];

    public string Name => InfrastructureProviders.Cloudflare;

    // A key-value store is provided later.
    public Task<ResourceOutcome?> ProvisionAsync(ResourceOrder order, CancellationToken cancellationToken) => Task.FromResult<ResourceOutcome?>(order.Name switch
    {
        "d1" => new("d1-1", Connection, null),
        "r2" => new(null, null, "No room for buckets"),
        _ => null,
    });

    public Task<DeploymentOutcome?> DeployAsync(DeploymentOrder order, CancellationToken cancellationToken)
    {
        Orders[order.Started.DeploymentId] = order;
        return Task.FromResult<DeploymentOutcome?>(order.Settings?.BuildCommand switch
        {
            "later" => null,
            "break" => new(null, "The build broke"),
            _ => new($"https://{order.Started.DeploymentId}.example", null),
        });
    }
}
