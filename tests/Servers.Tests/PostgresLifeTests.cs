using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using EventSourced.Servers.Processes;
using EventSourced.Servers.Setup;
using Npgsql;

namespace EventSourced.Servers.Tests;

public sealed class PostgresLifeTests
{
    [Fact]
    public async Task Data_and_port_survive_a_stop_and_a_start()
    {
        var options = Ask.Options();
        int port;
        await using (var first = await ServerSet.StartAsync(options))
        {
            await first.SqlAsync("CREATE TABLE kept AS SELECT 42 AS answer");
            port = first.Postgres!.Port;
        }
        Assert.False(Ask.Accepts(port));

        await using var second = await ServerSet.StartAsync(options);
        Assert.Equal(port, second.Postgres!.Port);
        Assert.Equal(42, await second.SqlAsync("SELECT answer FROM kept"));
    }

    [Fact]
    public async Task A_killed_postgres_starts_again_on_its_port_with_every_committed_row()
    {
        await using var servers = await ServerSet.StartAsync(Ask.Options());
        var connectionString = servers.PostgresConnectionString;
        await servers.SqlAsync("CREATE TABLE kept AS SELECT 42 AS answer");

        await servers.Postgres!.KillAsync();
        Assert.False(servers.Postgres.IsRunning);
        Assert.False(Ask.Accepts(servers.Postgres.Port));

        await servers.Postgres.StartAsync();
        Assert.Equal(connectionString, servers.PostgresConnectionString);
        Assert.Equal(42, await servers.SqlAsync("SELECT answer FROM kept"));
        Assert.Contains("database system was not properly shut down", await File.ReadAllTextAsync(servers.Postgres.LogFile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_process_that_outlives_its_postmaster_does_not_prevent_the_next_start()
    {
        var options = Ask.Options();
        await using var first = await ServerSet.StartAsync(options);
        await using var busy = new NpgsqlConnection(first.PostgresConnectionString);
        await busy.OpenAsync();
        var backend = ProcessIdentity.Of(busy.ProcessID)!;
        // A stopped process cannot notice that its postmaster is gone.
        Native.Kill(backend.Pid, 19);
        Ask.State(options.DataDirectory).Postgres.Postmaster!.Signal(Signal.Kill);

        await using var second = await ServerSet.StartAsync(options with { StopTimeout = TimeSpan.FromSeconds(1) });
        Assert.False(backend.IsAlive);
        Assert.Equal(1, await second.SqlAsync("SELECT 1"));
    }

    [Fact]
    public async Task A_second_starter_takes_over_running_servers_and_the_last_user_stops_them()
    {
        var options = Ask.Options();
        var first = await ServerSet.StartAsync(options);
        var postmaster = Ask.State(options.DataDirectory).Postgres.Postmaster!;
        var second = await ServerSet.StartAsync(options);
        Assert.Equal(first.PostgresConnectionString, second.PostgresConnectionString);
        Assert.Equal(postmaster, Ask.State(options.DataDirectory).Postgres.Postmaster);

        await first.DisposeAsync();
        Assert.True(postmaster.IsAlive);
        Assert.Equal(1, await second.SqlAsync("SELECT 1"));

        await second.DisposeAsync();
        Assert.False(postmaster.IsAlive);
    }

    [Fact]
    public async Task Concurrent_starters_share_one_server()
    {
        var options = Ask.Options();
        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => ServerSet.StartAsync(options))));
        Assert.Single(all.Select(servers => servers.PostgresConnectionString).Distinct());
        Assert.Equal(1, await all[0].SqlAsync("SELECT 1"));
        Assert.Equal(4, Ask.State(options.DataDirectory).Holders.Count);
        foreach (var servers in all) await servers.DisposeAsync();
        Assert.False(Ask.Accepts(all[0].Postgres!.Port));
    }

    [Fact]
    public async Task Servers_of_a_killed_owner_are_taken_over_and_stopped_by_the_next()
    {
        var options = Ask.Options();
        var orphaned = await ServerSet.StartAsync(options);
        Ask.ChangeState(options.DataDirectory, state => state.Holders = [new("killed", ProcessIdentity.Current with { Start = "another" })]);
        var postmaster = Ask.State(options.DataDirectory).Postgres.Postmaster!;

        var next = await ServerSet.StartAsync(options);
        Assert.Equal(postmaster, Ask.State(options.DataDirectory).Postgres.Postmaster);
        Assert.Equal(orphaned.PostgresConnectionString, next.PostgresConnectionString);
        await next.DisposeAsync();
        Assert.False(postmaster.IsAlive);
    }

    [Fact]
    public async Task A_lost_state_file_does_not_lead_to_a_second_server_on_the_same_data()
    {
        var options = Ask.Options();
        await using var first = await ServerSet.StartAsync(options);
        await first.SqlAsync("CREATE TABLE kept AS SELECT 42 AS answer");
        var postmaster = Ask.State(options.DataDirectory).Postgres.Postmaster!;
        File.Delete(Path.Combine(options.DataDirectory, "servers.json"));

        await using var second = await ServerSet.StartAsync(options);
        Assert.False(postmaster.IsAlive);
        Assert.Equal(42, await second.SqlAsync("SELECT answer FROM kept"));
    }

    [Fact]
    public async Task Detached_servers_run_until_they_are_stopped_by_their_folder()
    {
        var options = Ask.Options() with { Detached = true };
        var servers = await ServerSet.StartAsync(options);
        await servers.DisposeAsync();
        Assert.Equal(1, await servers.SqlAsync("SELECT 1"));

        Assert.True(await ServerSet.StopAsync(options));
        Assert.False(Ask.Accepts(servers.Postgres!.Port));
        Assert.False(await ServerSet.StopAsync(options));
    }

    [Fact]
    public async Task A_port_in_use_is_replaced_by_a_free_one()
    {
        var options = Ask.Options();
        var first = await ServerSet.StartAsync(options);
        await first.SqlAsync("CREATE TABLE kept AS SELECT 42 AS answer");
        await first.DisposeAsync();

        using var other = new TcpListener(IPAddress.Loopback, first.Postgres!.Port);
        other.Start();
        var log = new Lines();
        await using var second = await ServerSet.StartAsync(options, log);
        Assert.NotEqual(first.Postgres.Port, second.Postgres!.Port);
        Assert.Equal(second.Postgres.Port, Ask.State(options.DataDirectory).Postgres.Port);
        Assert.Equal(42, await second.SqlAsync("SELECT answer FROM kept"));
        Assert.Contains($"port {first.Postgres.Port} is in use", log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_single_server_never_moves_to_another_port()
    {
        await using var servers = await ServerSet.StartAsync(Ask.Options());
        await servers.Postgres!.StopAsync();
        using var other = new TcpListener(IPAddress.Loopback, servers.Postgres.Port);
        other.Start();
        var refusal = await Assert.ThrowsAsync<ServerSetupException>(() => servers.Postgres.StartAsync());
        Assert.Contains($"port {servers.Postgres.Port}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_with_a_reused_process_id_is_not_signalled()
    {
        var options = Ask.Options();
        var servers = await ServerSet.StartAsync(options);
        await servers.Postgres!.KillAsync();
        // Owned by the account of PostgreSQL, so that PostgreSQL would mistake it for another postmaster.
        using var stranger = Native.IsRoot ? Process.Start("setpriv", ["--reuid=postgres", "--clear-groups", "sleep", "600"]) : Process.Start("sleep", "600");
        Ask.ChangeState(options.DataDirectory, state => state.Postgres.Postmaster = state.Postgres.Postmaster! with { Pid = stranger.Id });
        await File.WriteAllTextAsync(Path.Combine(options.DataDirectory, "postgres", "data", "postmaster.pid"), $"{stranger.Id}\n");
        try
        {
            await servers.Postgres.StopAsync();
            await servers.Postgres.StartAsync();
            Assert.Equal(1, await servers.SqlAsync("SELECT 1"));
            await servers.StopAsync();
            Assert.False(stranger.HasExited);
        }
        finally
        {
            stranger.Kill();
        }
    }

    [Fact]
    public async Task A_server_that_does_not_stop_in_time_is_killed_and_this_is_logged()
    {
        var options = Ask.Options() with { StopTimeout = TimeSpan.FromMilliseconds(300) };
        var log = new Lines();
        var servers = await ServerSet.StartAsync(options, log);
        var postmaster = Ask.State(options.DataDirectory).Postgres.Postmaster!;
        Native.Kill(postmaster.Pid, 19);
        await servers.DisposeAsync();
        Assert.False(postmaster.IsAlive);
        Assert.Contains("is killed", log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Passwords_are_only_in_private_files()
    {
        var options = Ask.Options();
        var log = new Lines();
        await using var servers = await ServerSet.StartAsync(options, log);
        var password = new NpgsqlConnectionStringBuilder(servers.PostgresConnectionString).Password!;

        var file = Path.Combine(options.DataDirectory, "secrets", "postgres");
        Assert.Equal(password, await File.ReadAllTextAsync(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        var others = Directory.EnumerateFiles(options.DataDirectory, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Where(path => path != file && new FileInfo(path) is { Length: < 1_000_000, UnixFileMode: var mode } && !mode.HasFlag((UnixFileMode)0b001_000_000_000_000))
            .Where(path => !path.EndsWith("servers.lock", StringComparison.Ordinal) && !path.Contains("/socket/", StringComparison.Ordinal));
        Assert.DoesNotContain(others, path => File.ReadAllText(path).Contains(password, StringComparison.Ordinal));
        Assert.DoesNotContain(password, log.Text, StringComparison.Ordinal);
        Assert.Null(await Record.ExceptionAsync(() => Assert.ThrowsAsync<PostgresException>(() => LogInAsync(servers, "wrong"))));
    }

    [Fact]
    public async Task Files_of_a_killed_creation_of_a_cluster_are_removed()
    {
        var options = Ask.Options();
        var home = Path.Combine(options.DataDirectory, "postgres");
        Directory.CreateDirectory(Path.Combine(home, "data.new-1", "base"));
        await File.WriteAllTextAsync(Path.Combine(home, "data.new-1.password"), "secret");

        await using var servers = await ServerSet.StartAsync(options);
        Assert.Contains(Path.Combine(home, "data"), Directory.EnumerateDirectories(home));
        Assert.Empty(Directory.EnumerateFileSystemEntries(home, "data.new-*"));
    }

    private static async Task LogInAsync(RunningServers servers, string password)
    {
        var wrong = new NpgsqlConnectionStringBuilder(servers.PostgresConnectionString) { Password = password, Pooling = false };
        await using var connection = new NpgsqlConnection(wrong.ConnectionString);
        await connection.OpenAsync();
    }
}
