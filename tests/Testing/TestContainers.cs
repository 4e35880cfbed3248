using Docker.DotNet;
using DotNet.Testcontainers.Configurations;
using DotNet.Testcontainers.Containers;
using EventSourced.Servers;
using EventSourced.Servers.Setup;
using Microsoft.Extensions.Logging.Abstractions;
using Testcontainers.PostgreSql;
using Testcontainers.RabbitMq;

namespace EventSourced.Testing;

/// <summary>
/// PostgreSQL and RabbitMQ of the tests as containers (Testcontainers). They are used when <see cref="Choice"/> says so, or when it is unset and a
/// container engine answers. Where the engine has no such image and cannot pull it, the installed servers are used.
/// </summary>
public static class TestContainers
{
    /// <summary>Variable that chooses the servers: <c>containers</c> or <c>installed</c>; if unset, an engine that answers is used.</summary>
    public const string Choice = "ES_TEST_SERVERS";

    /// <summary>Value of <see cref="Choice"/>.</summary>
    public const string Containers = "containers";

    /// <summary>Value of <see cref="Choice"/>.</summary>
    public const string Installed = "installed";

    /// <summary>Variable with the image of PostgreSQL.</summary>
    public const string PostgresImage = "ES_TEST_POSTGRES_IMAGE";

    /// <summary>Variable with the image of RabbitMQ.</summary>
    public const string RabbitMqImage = "ES_TEST_RABBITMQ_IMAGE";

    private const ushort ManagementPort = 15672;
    private const long SharedMemory = 256 << 20;
    private static readonly Lazy<Task<PostgreSqlContainer?>> s_postgres = new(() => Task.Run(() => StartAsync("PostgreSQL", PostgresImage, "postgres:17", Postgres)));
    private static readonly Lazy<Task<RabbitMqContainer?>> s_rabbitMq = new(() => Task.Run(() => StartAsync("RabbitMQ", RabbitMqImage, "rabbitmq:4", RabbitMq)));

    /// <summary>Starts containers for the servers that have no address yet, and adds their addresses.</summary>
    /// <param name="options">The needed servers, and the addresses that are already given.</param>
    public static async Task<ServerOptions> FillAsync(ServerOptions options)
    {
        // Both start at the same time.
        var postgres = options.ExternalPostgres is null ? s_postgres.Value : null;
        var rabbitMq = options is { NeedBroker: true, ExternalRabbitMq: null } ? s_rabbitMq.Value : null;
        if (postgres is not null && await postgres is { } database) options = options with { ExternalPostgres = database.GetConnectionString() };
        if (rabbitMq is null || await rabbitMq is not { } broker) return options;
        return options with
        {
            ExternalRabbitMq = broker.GetConnectionString(),
            ExternalRabbitMqManagement = $"http://{broker.Hostname}:{broker.GetMappedPublicPort(ManagementPort)}",
        };
    }

    /// <summary>Whether a server of the tests is a container, started by this process or by the one that runs all test projects.</summary>
    public static async Task<bool> AreUsedAsync()
    {
        if (Chosen is { } choice && choice != Containers) return false;
        if (Environment.GetEnvironmentVariable(ServerVariables.Postgres) is { Length: > 0 }) return Chosen == Containers;
        return await s_postgres.Value is not null || (s_rabbitMq.IsValueCreated && await s_rabbitMq.Value is not null);
    }

    /// <summary>Removes the containers that this process has started.</summary>
    public static async Task RemoveAsync()
    {
        if (s_rabbitMq is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true, Result: { } broker } }) await broker.DisposeAsync();
        if (s_postgres is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true, Result: { } database } }) await database.DisposeAsync();
    }

    private static string? Chosen => Environment.GetEnvironmentVariable(Choice) switch
    {
        null or "" => null,
        Containers => Containers,
        Installed => Installed,
        var other => throw new ServerSetupException($"{Choice} is \"{other}\": use {Containers} or {Installed}, or leave it unset."),
    };

    private static PostgreSqlContainer Postgres(string image) => new PostgreSqlBuilder(image)
        .WithLogger(NullLogger.Instance)
        .WithEnvironment("POSTGRES_INITDB_ARGS", "--locale=C.UTF-8 --encoding=UTF8")
        .WithCommand("-c", "max_connections=300", "-c", "max_locks_per_transaction=256", "-c", "max_wal_size=4GB", "-c", "jit=off")
        .WithCreateParameterModifier(parameters => parameters.HostConfig!.ShmSize = SharedMemory)
        .Build();

    private static RabbitMqContainer RabbitMq(string image) => new RabbitMqBuilder(image)
        .WithLogger(NullLogger.Instance)
        .WithResourceMapping("[rabbitmq_management].\n"u8.ToArray(), "/etc/rabbitmq/enabled_plugins")
        .WithPortBinding(ManagementPort, assignRandomHostPort: true)
        .Build();

    /// <summary>Null when the installed server must be used.</summary>
    private static async Task<T?> StartAsync<T>(string server, string variable, string standard, Func<string, T> build) where T : class, IContainer
    {
        if (Chosen == Installed) return null;
        if (TestcontainersSettings.OS.DockerEndpointAuthConfig is null)
        {
            return Chosen is null
                ? null
                : throw new ServerSetupException($"{Choice} is {Containers} and no container engine answers. Start one, name its socket in DOCKER_HOST, or set {Choice} to {Installed}.");
        }
        var image = Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given ? given : standard;
        var container = build(image);
        try
        {
            await Console.Error.WriteLineAsync($"starting {server} in a container ({image})");
            await container.StartAsync();
            return container;
        }
        // Failed before its creation: the engine does not have the image, or one that Testcontainers itself needs.
        catch (Exception e) when (container.State == TestcontainersStates.Undefined && e is DockerApiException or ResourceReaperException)
        {
            await Console.Error.WriteLineAsync($"The container engine has no image {image} and cannot pull it ({e.Message.Trim()}). {server} as installed is used; {variable} names another image.");
            await container.DisposeAsync();
            return null;
        }
    }
}
