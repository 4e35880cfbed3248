using EventSourced.Servers;
using EventSourced.Servers.Processes;
using EventSourced.Servers.Setup;
using Xunit;

namespace EventSourced.Testing;

/// <summary>
/// The servers of one test process, started when first needed and stopped with the process: those that ES_POSTGRES and ES_RABBITMQ name, else containers
/// (<see cref="TestContainers"/>), else the installed servers. The next test process removes what a killed one left behind.
/// </summary>
public static class TestServers
{
    private static readonly string Runs = Path.Combine(Path.GetTempPath(), $"eventsourced-tests-{Environment.UserName}");
    private static readonly string Run = Path.Combine(Runs, NameOf(ProcessIdentity.Current));
    private static readonly Lazy<Task<RunningServers>> Postgres = new(() => StartAsync("shared", needBroker: false));
    private static readonly Lazy<Task<RunningServers>> Both = new(() => StartAsync("shared", needBroker: true));
    private static readonly TimeSpan LockLimit = TimeSpan.FromSeconds(10);
    private static int _privateSets;

    // For a process that ends otherwise, such as the program that holds the servers of a whole run.
    static TestServers() => AppDomain.CurrentDomain.ProcessExit += (_, _) => StopAsync().GetAwaiter().GetResult();

    /// <summary>The shared servers, once one of them has been needed.</summary>
    public static RunningServers? Current =>
        Both is { IsValueCreated: true, Value.IsCompletedSuccessfully: true } ? Both.Value.Result
        : Postgres is { IsValueCreated: true, Value.IsCompletedSuccessfully: true } ? Postgres.Value.Result
        : null;

    /// <summary>Stops all servers of this process and deletes their data. Does nothing when it was done before.</summary>
    internal static async Task StopAsync()
    {
        await TestContainers.RemoveAsync();
        await TryDestroyAsync(Run);
    }

    /// <summary>Connection string of an administrator in the shared PostgreSQL.</summary>
    public static async Task<string> PostgresAsync() => (await Postgres.Value).PostgresConnectionString;

    /// <summary>AMQP address of the shared RabbitMQ.</summary>
    public static async Task<Uri> BrokerAsync() => (await Both.Value).RabbitMqUri!;

    /// <summary>Management API of the shared RabbitMQ; null when an external one has none.</summary>
    public static async Task<BrokerManagement?> ManagementAsync() => (await Both.Value).RabbitMqManagementUri is { } uri ? new BrokerManagement(uri) : null;

    /// <summary>The shared servers, for the program that runs them for several test processes.</summary>
    /// <param name="log">Receives a message about each step.</param>
    internal static Task<RunningServers> HoldAsync(IProgress<string> log) => StartAsync("shared", needBroker: true, log);

    /// <summary>Private servers for one test, which may stop and kill them; never external ones. Skips the test where the servers are containers.</summary>
    public static async Task<RunningServers> StartPrivateAsync(bool needBroker = true, CancellationToken cancellation = default)
    {
        await NeedInstalledAsync();
        return await ServerSet.StartAsync(
            new() { DataDirectory = NewDataDirectory(), NeedBroker = needBroker, Durable = false }, cancellation: cancellation);
    }

    /// <summary>Skips a test that starts, stops and kills server processes, where the servers are containers.</summary>
    public static async Task NeedInstalledAsync()
    {
        if (await TestContainers.AreUsedAsync())
            Assert.Skip($"needs installed servers, whose processes it starts and kills; the servers of this run are containers ({TestContainers.Choice}={TestContainers.Installed} uses the installed ones)");
    }

    /// <summary>The path of a folder, not created yet. It is deleted at the end of this process, after the servers in it were stopped.</summary>
    public static string NewDataDirectory() => Path.Combine(Run, $"private-{Interlocked.Increment(ref _privateSets)}");

    private static async Task<RunningServers> StartAsync(string folder, bool needBroker, IProgress<string>? log = null)
    {
        await SweepAsync();
        var options = ServerOptions.FromEnvironment(Path.Combine(Run, folder)) with { NeedBroker = needBroker, Durable = false };
        return await ServerSet.StartAsync(await TestContainers.FillAsync(options), log);
    }

    private static async Task SweepAsync()
    {
        if (!Directory.Exists(Runs)) return;
        foreach (var run in Directory.EnumerateDirectories(Runs).Where(run => !IsAlive(Path.GetFileName(run)))) await TryDestroyAsync(run);
    }

    /// <summary>Stops and deletes the remains of earlier runs; whatever cannot be locked now is left to the next run.</summary>
    private static async Task TryDestroyAsync(string run)
    {
        if (!Directory.Exists(run)) return;
        try
        {
            foreach (var dataDirectory in Directory.EnumerateDirectories(run))
                await ServerSet.DestroyAsync(new() { DataDirectory = dataDirectory, StartTimeout = LockLimit });
            Directory.Delete(run, recursive: true);
        }
        catch (Exception e) when (e is IOException or ServerSetupException)
        {
            await Console.Error.WriteLineAsync($"{run} could not be cleared away: {e.Message}");
        }
    }

    private static string NameOf(ProcessIdentity process) => $"{process.Pid}-{process.Start.Replace('/', '-')}";

    private static bool IsAlive(string run) =>
        int.TryParse(run.Split('-')[0], out var pid) && ProcessIdentity.Of(pid) is { } living && NameOf(living) == run;
}
