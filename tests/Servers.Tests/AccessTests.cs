using EventSourced.EventStore;
using EventSourced.Servers.Processes;
using EventSourced.Servers.Setup;
using EventSourced.Servers.State;
using EventSourced.Testing;
using Npgsql;

namespace EventSourced.Servers.Tests;

/// <summary>Addresses of databases, file modes, and permissions of logins.</summary>
public sealed class AccessTests
{
    [Theory]
    [InlineData("Host=db;Username=me;Password=a b;Database=x")]
    [InlineData("postgres://me:a%20b@db/x")]
    [InlineData("postgresql://me:a%20b@db/x")]
    [InlineData("host=db user=me password='a b' dbname=x")]
    public void All_forms_of_an_address_are_equivalent(string address)
    {
        var settings = new NpgsqlConnectionStringBuilder(PostgresAddress.Parse(address));
        Assert.Equal(("db", 5432, "me", "a b", "x"), (settings.Host, settings.Port, settings.Username, settings.Password, settings.Database));
        Assert.Equal("postgresql://me:a%20b@db:5432/x", PostgresAddress.ToUri(settings.ConnectionString));
    }

    [Fact]
    public void Parameters_hosts_and_ipv6_of_a_uri_round_trip()
    {
        foreach (var uri in (string[])["postgresql://me@db:6000/x?connect_timeout=7&sslmode=verify-full", "postgresql://me@[::1]:6000/x", "postgresql://me@a:1,b:2/x?target_session_attrs=read-write"])
            Assert.Equal(uri, PostgresAddress.ToUri(PostgresAddress.Parse(uri)));
    }

    [Fact]
    public async Task A_refused_address_leaves_no_detached_server_behind()
    {
        var options = Ask.Options(needBroker: true) with { ExternalPostgres = "postgres://u:p@127.0.0.1:1/x", Detached = true };
        await Assert.ThrowsAsync<ServerSetupException>(() => ServerSet.StartAsync(options));
        Assert.False(Directory.Exists(options.DataDirectory));
    }

    [Fact]
    public void Permissions_of_a_data_folder_are_tightened_except_for_foreign_files()
    {
        const UnixFileMode open = (UnixFileMode)0b111_101_101;
        var folder = Directory.CreateDirectory(TestServers.NewDataDirectory()).FullName;
        var logs = Directory.CreateDirectory(Path.Combine(folder, "logs"), open).FullName;
        File.WriteAllText(Path.Combine(logs, "api.log"), "");
        File.SetUnixFileMode(Path.Combine(logs, "api.log"), open);
        DataFolderModes.Create(folder);
        Assert.Equal(PrivateFiles.FolderMode, File.GetUnixFileMode(logs));
        Assert.Equal(PrivateFiles.FolderMode, File.GetUnixFileMode(Path.Combine(logs, "api.log")));
        Assert.Equal(Native.IsRoot ? (UnixFileMode)0b111_001_001 : PrivateFiles.FolderMode, File.GetUnixFileMode(folder));

        File.WriteAllText(Path.Combine(folder, "theirs"), "");
        File.SetUnixFileMode(Path.Combine(folder, "theirs"), open);
        File.SetUnixFileMode(folder, open);
        DataFolderModes.Create(folder);
        Assert.Equal((open, open), (File.GetUnixFileMode(folder), File.GetUnixFileMode(Path.Combine(folder, "theirs"))));
    }

    [Fact]
    public async Task Objects_of_the_superuser_are_transferred_to_the_owner_at_the_next_start()
    {
        var options = Ask.Options();
        await using (var first = await ServerSet.StartAsync(options)) await first.SqlAsync("CREATE SCHEMA log; CREATE TABLE log.old (n serial)");
        await using var servers = await ServerSet.StartAsync(options);
        await using var owner = new NpgsqlConnection(servers.Logins.Owner);
        await owner.OpenAsync();
        await using (var alter = new NpgsqlCommand("ALTER TABLE log.old ADD x int; CREATE SCHEMA made; CREATE TABLE made.t (n int)", owner)) await alter.ExecuteNonQueryAsync();
        foreach (var login in (string[])[servers.Logins.Api, servers.Logins.Reader])
        {
            await using var other = new NpgsqlConnection(login);
            await other.OpenAsync();
            // As a separate statement: the default applies from the next transaction on.
            await using (var write = new NpgsqlCommand("SET default_transaction_read_only = off", other)) await write.ExecuteNonQueryAsync();
            await using var drop = new NpgsqlCommand("DROP TABLE log.old", other);
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => drop.ExecuteNonQueryAsync())).SqlState);
        }
    }
}
