using EventSourced.Cli;
using EventSourced.Cli.Running;
using EventSourced.EndToEnd.Cli;
using EventSourced.Projections;
using Npgsql;

namespace EventSourced.EndToEnd.Access;

public sealed class SqlUsersTests
{
    [Fact]
    public async Task A_login_is_created_listed_and_dropped_also_while_it_is_used()
    {
        await using var world = await LoginWorld.CreateAsync("users");
        var connection = world.Tables.ConnectionString;
        await using var users = new SqlUsers(new OperatorAccess(connection, connection));
        var name = $"user_{Guid.NewGuid().ToString("N")[..12]}";
        try
        {
            var login = new NpgsqlConnectionStringBuilder(connection) { Username = name, Password = await users.CreateAsync(name, ReadTableSet.Catalog, default), Pooling = false };
            Assert.Contains("already", (await Assert.ThrowsAsync<CliException>(() => users.CreateAsync(name, ReadTableSet.Catalog, default))).Message, StringComparison.Ordinal);
            await using var source = NpgsqlDataSource.Create(login);
            foreach (var table in ReadTableSet.Catalog.Tables) Assert.Null(await LoginWorld.ErrorOfAsync(source, $"SELECT * FROM {table.QualifiedName}"));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await LoginWorld.ErrorOfAsync(source, "SELECT * FROM log.mt_events"));
            await using (await source.OpenConnectionAsync(TestContext.Current.CancellationToken))
            {
                // The earlier sessions may take a moment to end in the server.
                await EsProgram.UntilAsync(async () => await users.ListAsync(default) is [{ Sessions: 1 }], "a single session");
                Assert.Equal([new SqlUser(name, 1)], await users.ListAsync(default));
                await users.DropAsync(name, default);
            }
            Assert.Empty(await users.ListAsync(default));
            await Assert.ThrowsAsync<PostgresException>(() => source.OpenConnectionAsync().AsTask());
        }
        finally
        {
            await world.Tables.ExecuteAsync($"DROP ROLE IF EXISTS {name}; DROP OWNED BY {users.Group}; DROP ROLE {users.Group}");
        }
    }

    [Fact]
    public async Task A_role_that_was_not_created_here_is_never_dropped()
    {
        await using var world = await LoginWorld.CreateAsync("users");
        var connection = world.Tables.ConnectionString;
        await using var users = new SqlUsers(new OperatorAccess(connection, connection));
        foreach (var name in (string[])[world.ApiRole, new NpgsqlConnectionStringBuilder(connection).Username!, "nobody_at_all"])
            Assert.Contains(name, (await Assert.ThrowsAsync<CliException>(() => users.DropAsync(name, default))).Message, StringComparison.Ordinal);
        // The marker of another database's users does not count either.
        await world.Tables.ExecuteAsync($"COMMENT ON ROLE {world.ApiRole} IS 'SQL user of EventSourced in database another'");
        await Assert.ThrowsAsync<CliException>(() => users.DropAsync(world.ApiRole, default));
        Assert.Null(await LoginWorld.ErrorOfAsync(world.Api, "SELECT 1"));
    }

    [Theory]
    [InlineData("pg_me")]
    [InlineData("a b")]
    [InlineData("1a")]
    [InlineData("x\";drop")]
    public async Task A_name_that_cannot_be_a_login_is_refused(string name)
    {
        const string nowhere = "Host=127.0.0.1;Port=1;Username=u;Database=d";
        await using var users = new SqlUsers(new OperatorAccess(nowhere, nowhere));
        Assert.Equal(2, (await Assert.ThrowsAsync<CliException>(() => users.CreateAsync(name, ReadTableSet.Catalog, default))).ExitCode);
    }
}
