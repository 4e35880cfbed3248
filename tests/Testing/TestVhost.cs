namespace EventSourced.Testing;

/// <summary>A separate virtual host in the shared RabbitMQ, deleted at the end with all its queues.</summary>
public sealed class TestVhost : IAsyncDisposable
{
    private readonly BrokerManagement? _management;

    private TestVhost(Uri uri, string name, string prefix, BrokerManagement? management) =>
        (Uri, Name, Prefix, _management) = (uri, name, prefix, management);

    /// <summary>AMQP address with user, password and virtual host.</summary>
    public Uri Uri { get; }

    /// <summary>Name of the virtual host.</summary>
    public string Name { get; }

    /// <summary>
    /// Prefix for all queue and exchange names: empty in a separate virtual host, unique where an external broker
    /// without a management API has to be shared.
    /// </summary>
    public string Prefix { get; }

    /// <summary>The management API; fails where an external broker has none.</summary>
    public BrokerManagement Management => _management ?? throw new InvalidOperationException("ES_RABBITMQ_MANAGEMENT is not set, so the external RabbitMQ has no management API.");

    /// <summary>Creates an empty virtual host whose name begins with the given one.</summary>
    public static async Task<TestVhost> CreateAsync(string name, CancellationToken cancellation = default)
    {
        var shared = await TestServers.BrokerAsync();
        var unique = $"{name.ToLowerInvariant()}-{Guid.NewGuid().ToString("N")[..12]}";
        if (await TestServers.ManagementAsync() is not { } management)
            return new TestVhost(shared, Uri.UnescapeDataString(shared.AbsolutePath.TrimStart('/')), unique + "-", null);

        var segment = Uri.EscapeDataString(unique);
        await management.SendAsync(HttpMethod.Put, $"api/vhosts/{segment}", new { }, cancellation);
        return new TestVhost(new UriBuilder(shared) { Path = segment }.Uri, unique, "", management);
    }

    /// <summary>Deletes the virtual host; connections to it are closed by the broker.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_management is null) return;
        await _management.SendAsync(HttpMethod.Delete, $"api/vhosts/{Uri.EscapeDataString(Name)}");
        _management.Dispose();
    }
}
