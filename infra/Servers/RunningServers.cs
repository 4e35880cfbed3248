using EventSourced.Servers.Broker;
using EventSourced.Servers.Postgres;
using EventSourced.Servers.State;

namespace EventSourced.Servers;

/// <summary>Running servers. Disposal releases them: the last user stops the servers of this data directory, unless they are detached.</summary>
public sealed class RunningServers : IAsyncDisposable
{
    private readonly ServerContext _context;
    private readonly Holder _holder;
    private bool _released;

    internal RunningServers(ServerContext context, Holder holder, PostgresServer? postgres, BrokerServer? broker)
    {
        (_context, _holder, Postgres, Broker) = (context, holder, postgres, broker);
    }

    /// <summary>Npgsql connection string of the superuser of a private server, or the user of an external one.</summary>
    public string PostgresConnectionString => Postgres?.ConnectionString ?? _context.Options.ExternalPostgres!;

    /// <summary>The logins in PostgreSQL.</summary>
    public PostgresLogins Logins => Postgres?.Logins ?? new PostgresLogins(
        _context.Options.ExternalPostgres!, _context.Options.ExternalPostgres!,
        _context.Options.ExternalPostgresApi ?? _context.Options.ExternalPostgres!, _context.Options.ExternalPostgresReader ?? _context.Options.ExternalPostgres!);

    /// <summary>AMQP address with user, password and virtual host; null without a broker.</summary>
    public Uri? RabbitMqUri => !_context.Options.NeedBroker ? null : Broker?.Uri ?? new Uri(_context.Options.ExternalRabbitMq!);

    /// <summary>Address of RabbitMQ's management API with user and password; null when there is none.</summary>
    public Uri? RabbitMqManagementUri => !_context.Options.NeedBroker ? null : Broker?.ManagementUri ?? ExternalManagement();

    /// <summary>The private PostgreSQL; null when an external one is used.</summary>
    public PostgresServer? Postgres { get; }

    /// <summary>The private RabbitMQ; null when an external one or none is used.</summary>
    public BrokerServer? Broker { get; }

    /// <summary>The folder with all files of the servers.</summary>
    public string DataDirectory => _context.Folder.Root;

    /// <summary>Environment variables by which another process uses the same servers. They contain passwords: do not print them.</summary>
    public IReadOnlyDictionary<string, string> ToEnvironment()
    {
        var variables = new Dictionary<string, string> { [ServerVariables.Postgres] = PostgresConnectionString };
        if (RabbitMqUri is { } broker) variables[ServerVariables.RabbitMq] = broker.AbsoluteUri;
        if (RabbitMqManagementUri is { } management) variables[ServerVariables.RabbitMqManagement] = management.AbsoluteUri;
        return variables;
    }

    /// <summary>Stops all servers of the data directory, even if other processes use them.</summary>
    public async Task StopAsync(CancellationToken cancellation = default)
    {
        using var held = await _context.LockAsync(cancellation);
        await ServerSet.StopAllAsync(_context, _context.Folder.Load(_context.Log), cancellation);
        _released = true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_released) return;
        _released = true;
        using var held = await _context.LockAsync(CancellationToken.None);
        await ServerSet.ReleaseAsync(_context, _holder, CancellationToken.None);
    }

    private Uri? ExternalManagement()
    {
        if (_context.Options.ExternalRabbitMqManagement is not { } address) return null;
        var uri = new UriBuilder(address);
        if (uri.UserName.Length == 0 && RabbitMqUri!.UserInfo.Split(':') is [var user, var password]) (uri.UserName, uri.Password) = (user, password);
        return uri.Uri;
    }
}
