using EventSourced.Servers.Postgres;
using EventSourced.Servers.Setup;
using EventSourced.Servers.State;

namespace EventSourced.Servers;

/// <summary>Shared services of the servers of one data directory.</summary>
internal sealed class ServerContext
{
    public const string PostgresSecret = "postgres";
    public const string RabbitMqSecret = "rabbitmq";

    public ServerContext(ServerOptions options, IProgress<string>? progress)
    {
        Options = options;
        Log = line => progress?.Report(line);
        Folder = new DataFolder(options.DataDirectory);
        Provisioning = new Provisioning(options.Machine, Path.Combine(Folder.Logs, "install.log"), Log);
    }

    public ServerOptions Options { get; }

    public Action<string> Log { get; }

    public DataFolder Folder { get; }

    public Provisioning Provisioning { get; }

    public Task<IDisposable> LockAsync(CancellationToken cancellation) => Folder.LockAsync(Options.StartTimeout, Log, cancellation);

    public string WithoutSecrets(string text) =>
        new[] { PostgresSecret, RabbitMqSecret, PostgresRoles.Owner, PostgresRoles.Api, PostgresRoles.Reader }
            .Where(Folder.Secrets.Has)
            .Aggregate(text, (shown, name) => shown.Replace(Folder.Secrets.GetOrCreate(name), "***", StringComparison.Ordinal));
}
