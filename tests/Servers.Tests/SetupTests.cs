using EventSourced.Servers.Processes;
using EventSourced.Servers.Setup;
using EventSourced.Testing;

namespace EventSourced.Servers.Tests;

public sealed class SetupTests
{
    private static readonly Machine Bare = new() { PostgresFolders = ["/nowhere/*/bin"], RabbitMqFolders = ["/nowhere/sbin"], AptFolder = "/nowhere" };

    [Fact]
    public async Task A_missing_postgres_is_reported_with_the_command_that_installs_it()
    {
        var options = Ask.Options() with { Machine = Bare };
        var refusal = await Assert.ThrowsAsync<ServerSetupException>(() => ServerSet.StartAsync(options));
        foreach (var part in (string[])["postgres and initdb", "/nowhere/*/bin", "apt-get install -y --no-install-recommends postgresql-15", "ES_POSTGRES"])
            Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dangling_link_is_no_server()
    {
        var folder = Directory.CreateDirectory(TestServers.NewDataDirectory()).FullName;
        foreach (var program in (string[])["postgres", "initdb"]) File.CreateSymbolicLink(Path.Combine(folder, program), "/nowhere/" + program);
        Assert.Null(await new Machine { PostgresFolders = [folder] }.FindPostgresAsync(null, default));
    }

    [Fact]
    public async Task A_missing_broker_is_reported_and_already_started_servers_are_stopped()
    {
        var options = Ask.Options(needBroker: true) with { Machine = new() { RabbitMqFolders = ["/nowhere/sbin"], AptFolder = "/nowhere" } };
        var refusal = await Assert.ThrowsAsync<ServerSetupException>(() => ServerSet.StartAsync(options));
        foreach (var part in (string[])["rabbitmq-server", "erl and epmd", "--no-install-recommends rabbitmq-server", "ES_RABBITMQ"])
            Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
        Assert.Null(Ask.State(options.DataDirectory).Postgres.Postmaster);
        Assert.False(Ask.Accepts(Ask.State(options.DataDirectory).Postgres.Port));
    }

    [Fact]
    public async Task Root_installs_missing_packages_without_recommended_ones_and_without_services()
    {
        var folder = Directory.CreateDirectory(TestServers.NewDataDirectory()).FullName;
        var installed = Path.Combine(folder, "lib");
        var policy = Path.Combine(folder, "policy-rc.d");
        var calls = Path.Combine(folder, "calls");
        WriteProgram(Path.Combine(folder, "apt-cache"), "[ \"$3\" = postgresql-16 ]");
        WriteProgram(Path.Combine(folder, "apt-get"), $"""
            echo "$@ | $DEBIAN_FRONTEND" >> {calls}
            [ "$3" = update ] && exit 0
            sh {policy}; [ $? = 101 ] || echo 'a service was allowed to start' >> {calls}
            echo 'Setting up packages'
            mkdir -p {installed} && ln -s {(await new Machine().FindPostgresAsync(null, default))!.Folder} {installed}/16
            """);
        var options = Ask.Options() with
        {
            Machine = new() { IsRoot = true, AptFolder = folder, ServicePolicyFile = policy, PostgresFolders = [$"{installed}/*"] },
        };

        var log = new Lines();
        var binaries = await new Provisioning(options.Machine, Path.Combine(folder, "logs", "install.log"), log.Report).PostgresAsync(null, default);
        Assert.Equal($"{installed}/16", binaries.Folder);
        Assert.Equal(
            [
                "-o DPkg::Lock::Timeout=300 update | noninteractive",
                "-o DPkg::Lock::Timeout=300 install -y --no-install-recommends postgresql-16 | noninteractive",
            ],
            await File.ReadAllLinesAsync(calls));
        Assert.Equal($"installing postgresql-16 (output of apt: {folder}/logs/install.log)", log.Text);
        Assert.Contains("Setting up packages", await File.ReadAllTextAsync(Path.Combine(folder, "logs", "install.log")), StringComparison.Ordinal);
        Assert.False(File.Exists(policy));
    }

    [Fact]
    public async Task A_failed_installation_reports_the_output_of_apt()
    {
        var folder = Directory.CreateDirectory(TestServers.NewDataDirectory()).FullName;
        WriteProgram(Path.Combine(folder, "apt-get"), "echo 'E: Unable to fetch some archives'; exit 100");
        var machine = Bare with { IsRoot = true, AptFolder = folder, ServicePolicyFile = Path.Combine(folder, "policy-rc.d") };
        var refusal = await Assert.ThrowsAsync<ServerSetupException>(() => new Provisioning(machine, Path.Combine(folder, "install.log"), _ => { }).RabbitMqAsync(default));
        Assert.Contains("code 100", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Unable to fetch", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_little_space_is_reported_before_anything_starts()
    {
        var options = Ask.Options() with { NeededBytes = long.MaxValue };
        var refusal = await Assert.ThrowsAsync<ServerSetupException>(() => ServerSet.StartAsync(options));
        Assert.Contains(options.DataDirectory, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("MB free", refusal.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(options.DataDirectory, "logs", "postgres.log")));
    }

    [Fact]
    public async Task A_server_that_ends_while_it_starts_is_explained_by_its_log()
    {
        var options = Ask.Options();
        await (await ServerSet.StartAsync(options)).DisposeAsync();
        await File.AppendAllTextAsync(Path.Combine(options.DataDirectory, "postgres", "data", "postgresql.auto.conf"), "max_connections = 'many'\n");
        var refusal = await Assert.ThrowsAsync<ServerSetupException>(() => ServerSet.StartAsync(options));
        Assert.Contains("ended during its start", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("max_connections", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_recognised_in_the_log_of_a_server()
    {
        var bin = Directory.CreateDirectory(TestServers.NewDataDirectory()).FullName;
        WriteProgram(Path.Combine(bin, "postgres"), "[ \"$1\" = --version ] && { echo 'postgres (PostgreSQL) 15.1'; exit; }; echo 'FATAL: could not write lock file: No space left on device'; exit 1");
        WriteProgram(Path.Combine(bin, "initdb"), "mkdir -p $2; echo 15 > $2/PG_VERSION");
        var options = Ask.Options() with { Machine = new() { PostgresFolders = [bin] } };
        var refusal = await Assert.ThrowsAsync<ServerSetupException>(() => ServerSet.StartAsync(options));
        Assert.Contains($"The disk that holds {options.DataDirectory} is full", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_root_a_cluster_under_an_inaccessible_parent_is_stored_in_a_fallback_folder()
    {
        Assert.SkipUnless(Native.IsRoot, "Only root starts PostgreSQL as another user.");
        var closed = Directory.CreateDirectory(TestServers.NewDataDirectory(), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        var reachable = TestServers.NewDataDirectory();
        var options = Ask.Options() with { DataDirectory = Path.Combine(closed, "es"), Machine = new() { FallbackFolder = reachable } };
        var log = new Lines();
        await using (var first = await ServerSet.StartAsync(options, log)) await first.SqlAsync("CREATE TABLE kept AS SELECT 42 AS answer");
        Assert.Contains($"the cluster is stored in {reachable}", log.Text, StringComparison.Ordinal);

        await using (var second = await ServerSet.StartAsync(options)) Assert.Equal(42, await second.SqlAsync("SELECT answer FROM kept"));

        await ServerSet.DestroyAsync(options);
        Assert.Empty(Directory.EnumerateFileSystemEntries(reachable));
    }

    [Fact]
    public async Task External_servers_are_neither_started_nor_stopped()
    {
        await using var theirs = await ServerSet.StartAsync(Ask.Options());
        var options = Ask.Options() with { ExternalPostgres = theirs.PostgresConnectionString };
        await using (var ours = await ServerSet.StartAsync(options))
        {
            Assert.Null(ours.Postgres);
            Assert.Equal(theirs.PostgresConnectionString, ours.PostgresConnectionString);
            await ours.StopAsync();
        }
        Assert.Equal(1, await theirs.SqlAsync("SELECT 1"));
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=u;Password=hidden-word", "Cannot connect to the PostgreSQL of ES_POSTGRES")]
    [InlineData("postgresql://u:hidden-word@127.0.0.1:1/db", "Cannot connect to the PostgreSQL of ES_POSTGRES")]
    [InlineData("postgres://u:hidden-word@127.0.0.1/db?sslmod=require", "The parameter \"sslmod\"")]
    [InlineData("host=127.0.0.1 port=1 user=u password=hidden-word", "Cannot connect to the PostgreSQL of ES_POSTGRES")]
    public async Task An_external_postgres_that_does_not_answer_is_reported_without_its_password(string connectionString, string reason)
    {
        var refusal = await Assert.ThrowsAsync<ServerSetupException>(() => ServerSet.StartAsync(Ask.Options() with { ExternalPostgres = connectionString }));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden-word", refusal.ToString(), StringComparison.Ordinal);
    }

    private static void WriteProgram(string path, string script)
    {
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
    }
}
