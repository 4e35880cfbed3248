using System.Globalization;
using EventSourced.Servers.Processes;
using EventSourced.Servers.Setup;
using EventSourced.Servers.State;
using Npgsql;

namespace EventSourced.Servers.Postgres;

/// <summary>A private PostgreSQL on a loopback port.</summary>
public sealed class PostgresServer : ManagedServer
{
    private const string Database = "eventsourced";
    private readonly PostgresCluster _cluster;
    private PostgresBinaries? _binaries;

    internal PostgresServer(ServerContext context)
        : base("PostgreSQL", "postgres.log", context) =>
        _cluster = new PostgresCluster(context);

    /// <summary>Connection string of the superuser.</summary>
    public string ConnectionString => Connection(Database).ConnectionString;

    /// <summary>The logins of this server.</summary>
    public PostgresLogins Logins => new(ConnectionString, Login(PostgresRoles.Owner), Login(PostgresRoles.Api), Login(PostgresRoles.Reader));

    internal override string? ExternalFolder => _cluster.ExternalFolder;

    internal override void RestorePorts(ServerState state) => Port = state.Postgres.Port;

    private protected override IEnumerable<ProcessIdentity?> RecordedProcesses(ServerState state) => [state.Postgres.Postmaster];

    /// <summary>Includes the recorded postmaster, which is at first the shell that execs PostgreSQL.</summary>
    private protected override IReadOnlyList<ProcessIdentity> LiveProcesses(ServerState state) =>
        [.. RecordedProcesses(state).OfType<ProcessIdentity>().Where(p => p.IsAlive).Union(_cluster.Members())];

    private protected override async Task PrepareAsync(ServerState state, CancellationToken cancellation)
    {
        _binaries = await Context.Provisioning.PostgresAsync(_cluster.Major, cancellation);
        await _cluster.PrepareAsync(_binaries, cancellation);
    }

    private protected override void ChoosePorts(ServerState state, bool mayMove)
    {
        Port = Choose(state.Postgres.Port, mayMove, "SQL");
        Context.Folder.Change(state, s => s.Postgres.Port = Port);
    }

    private protected override void Launch(ServerState state)
    {
        Context.Log($"{Name} {_binaries!.Major}: starting");
        var postmaster = _cluster.Command(
            _binaries.Server,
            "-D", _cluster.Data,
            "-p", Port.ToString(CultureInfo.InvariantCulture),
            "-c", "listen_addresses=127.0.0.1",
            "-c", $"unix_socket_directories={_cluster.SocketFolder}").StartDetached(LogFile);
        Context.Folder.Change(state, s => s.Postgres.Postmaster = postmaster);
    }

    private protected override async ValueTask<bool> IsReadyAsync(ServerState state, CancellationToken cancellation)
    {
        if (!_cluster.IsReady()) return false;
        try
        {
            await using var connection = new NpgsqlConnection(Connection("postgres").ConnectionString);
            await connection.OpenAsync(cancellation);
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidPassword)
        {
            throw new ServerSetupException(
                $"{Name}: the password in {Context.Folder.Secrets.PathOf(ServerContext.PostgresSecret)} is not that of the cluster in {_cluster.Data}. "
                + "Restore the right file, or move the cluster away to start with an empty one.", e);
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private protected override bool IsPortConflict(string log) => log.Contains("Address already in use", StringComparison.Ordinal);

    private protected override async Task OnReadyAsync(ServerState state, CancellationToken cancellation)
    {
        await using (var connection = await OpenAsync("postgres", cancellation))
        {
            await using var find = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection) { Parameters = { new() { Value = Database } } };
            if (await find.ExecuteScalarAsync(cancellation) is null)
            {
                await using var create = new NpgsqlCommand($"CREATE DATABASE {Database}", connection);
                await create.ExecuteNonQueryAsync(cancellation);
            }
        }
        await using var database = await OpenAsync(Database, cancellation);
        await PostgresRoles.ApplyAsync(database, Database, PasswordOf, cancellation);
    }

    /// <summary>SIGINT to the postmaster is a fast shutdown; its children end with it, and orphans end on their own.</summary>
    private protected override void RequestStop(ServerState state)
    {
        if (_cluster.Postmaster() is { } postmaster) postmaster.Signal(Signal.Interrupt);
    }

    private protected override Task OnStoppedAsync(ServerState state, CancellationToken cancellation)
    {
        Context.Folder.Change(state, s => s.Postgres.Postmaster = null);
        return Task.CompletedTask;
    }

    private async Task<NpgsqlConnection> OpenAsync(string database, CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Connection(database).ConnectionString) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private string PasswordOf(string role) => Context.Folder.Secrets.GetOrCreate(role == PostgresCluster.Owner ? ServerContext.PostgresSecret : role);

    private string Login(string role) => Connection(Database, role).ConnectionString;

    private NpgsqlConnectionStringBuilder Connection(string database, string role = PostgresCluster.Owner) => new()
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = role,
        Password = PasswordOf(role),
        Database = database,
        Pooling = database == Database,
        Timeout = 15,
    };
}
