using EventSourced.EventStore;
using EventSourced.Servers.Broker;
using EventSourced.Servers.Setup;
using Npgsql;

namespace EventSourced.Servers;

/// <summary>Checks the addresses of external servers, and that they answer, before anything else is started.</summary>
internal static class ExternalServers
{
    /// <summary>The options with normalised addresses.</summary>
    /// <exception cref="ServerSetupException">An address is not valid, or no server answers there; the message names the variable and contains no password.</exception>
    public static async Task<ServerOptions> CheckAsync(ServerOptions options, CancellationToken cancellation)
    {
        options = options with
        {
            ExternalPostgres = Postgres(ServerVariables.Postgres, options.ExternalPostgres),
            ExternalPostgresApi = Postgres(ServerVariables.PostgresApi, options.ExternalPostgresApi),
            ExternalPostgresReader = Postgres(ServerVariables.PostgresReader, options.ExternalPostgresReader),
        };
        if (options.ExternalPostgres is null && (options.ExternalPostgresApi ?? options.ExternalPostgresReader) is not null)
            throw new ServerSetupException($"{ServerVariables.PostgresApi} and {ServerVariables.PostgresReader} are logins in the server of {ServerVariables.Postgres}, which is not set. Set it as well, or none of them.");
        if (options.NeedBroker) CheckBroker(options);
        foreach (var (variable, address) in Logins(options)) await CheckPostgresAsync(variable, address, cancellation);
        if (options is { NeedBroker: true, ExternalRabbitMq: { } rabbit } && new Uri(rabbit) is { Scheme: "amqp" } uri && !await AmqpProbe.AnswersAsync(uri, cancellation))
            throw new ServerSetupException($"No RabbitMQ answers at {uri.Host}:{uri.Port}, the address in {ServerVariables.RabbitMq}. Start it or correct the variable.");
        return options;
    }

    private static IEnumerable<(string Variable, string Address)> Logins(ServerOptions options)
    {
        if (options.ExternalPostgres is { } owner) yield return (ServerVariables.Postgres, owner);
        if (options.ExternalPostgresApi is { } api) yield return (ServerVariables.PostgresApi, api);
        if (options.ExternalPostgresReader is { } reader) yield return (ServerVariables.PostgresReader, reader);
    }

    private static string? Postgres(string variable, string? address)
    {
        try
        {
            return address is null ? null : PostgresAddress.Parse(address);
        }
        catch (FormatException e)
        {
            throw new ServerSetupException($"{variable} is not the address of a database: {e.Message}", e);
        }
    }

    private static void CheckBroker(ServerOptions options)
    {
        if (options.ExternalRabbitMq is { } broker && !(Uri.TryCreate(broker, UriKind.Absolute, out var uri) && uri.Scheme is "amqp" or "amqps" && uri.Host.Length > 0))
            throw new ServerSetupException($"{ServerVariables.RabbitMq} is not an address like amqp://user:password@host:5672/vhost; characters such as @ : / # in user or password are written as %40 %3A %2F %23.");
        if (options.ExternalRabbitMqManagement is not { } management) return;
        if (!(Uri.TryCreate(management, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Host.Length > 0))
            throw new ServerSetupException($"{ServerVariables.RabbitMqManagement} is not an address like http://host:15672.");
        if (options.ExternalRabbitMq is null)
            throw new ServerSetupException($"{ServerVariables.RabbitMqManagement} belongs to the broker of {ServerVariables.RabbitMq}, which is not set. Set it as well, or none of them.");
    }

    private static async Task CheckPostgresAsync(string variable, string connectionString, CancellationToken cancellation)
    {
        try
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(cancellation);
            if (connection.PostgreSqlVersion.Major < Machine.MinPostgresMajor)
                throw new ServerSetupException($"The server of {variable} is PostgreSQL {connection.PostgreSqlVersion}; {Machine.MinPostgresMajor} or newer is needed.");
        }
        catch (NpgsqlException e)
        {
            throw new ServerSetupException($"Cannot connect to the PostgreSQL of {variable}: {e.Message}. Start it or correct the variable.", e);
        }
    }
}
