using System.Diagnostics;
using System.Net.Sockets;
using EventSourced.Servers.Processes;
using EventSourced.Servers.Setup;
using Npgsql;

namespace EventSourced.Testing;

/// <summary>A PgBouncer in front of a database, as a child of this process.</summary>
public sealed class TestPooler : IAsyncDisposable
{
    private static readonly string[] s_places = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer"];
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly string _folder;

    private TestPooler(Process process, string folder, string connectionString) => (_process, _folder, ConnectionString) = (process, folder, connectionString);

    /// <summary>Whether PgBouncer is installed.</summary>
    public static bool IsInstalled => s_places.Any(File.Exists);

    /// <summary>Why a test is skipped without it.</summary>
    public static string Missing => "PgBouncer is not installed (as root: apt-get install -y --no-install-recommends pgbouncer).";

    /// <summary>Connection string to the database through the pooler.</summary>
    public string ConnectionString { get; }

    /// <summary>Starts a pooler.</summary>
    /// <param name="database">Connection string of the database.</param>
    /// <param name="mode">Its <c>pool_mode</c>.</param>
    /// <param name="sessions">Size of its pool of server sessions.</param>
    public static async Task<TestPooler> StartAsync(string database, string mode, int sessions = 3)
    {
        var server = new NpgsqlConnectionStringBuilder(database);
        var folder = Directory.CreateTempSubdirectory("es-pooler-").FullName;
        var port = Ports.Choose(0);
        var (settings, users) = (Path.Combine(folder, "pgbouncer.ini"), Path.Combine(folder, "users"));
        await File.WriteAllTextAsync(users, $"\"{server.Username}\" \"{server.Password}\"\n");
        await File.WriteAllTextAsync(settings, $"""
            [databases]
            * = host={server.Host} port={server.Port}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = trust
            auth_file = {users}
            pool_mode = {mode}
            default_pool_size = {sessions}
            max_client_conn = 500

            """);
        List<string> arguments = [settings];
        // PgBouncer refuses to run as root.
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess)
        {
            var account = new[] { "postgres", "nobody" }.First(name => Account.Find(name) is not null);
            arguments.InsertRange(0, ["-u", account]);
            foreach (var path in new[] { folder, settings, users })
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        }
        var process = Process.Start(new ProcessStartInfo(s_places.First(File.Exists), arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var through = new NpgsqlConnectionStringBuilder(database) { Host = "127.0.0.1", Port = port }.ConnectionString;
        var pooler = new TestPooler(process, folder, through);
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(20))
        {
            using var socket = new TcpClient();
            try
            {
                await socket.ConnectAsync("127.0.0.1", port);
                return pooler;
            }
            catch (SocketException) when (clock.Elapsed < s_limit && !process.HasExited)
            {
            }
        }
    }

    /// <summary>Ends the pooler.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
