using EventSourced.ReadTables.Generations;
using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Query;
using EventSourced.ReadTables.Tests.Runtime;
using EventSourced.ReadTables.Toys;

namespace EventSourced.ReadTables.Tests.Generations;

public sealed class ReplayTests
{
    [Fact]
    public async Task A_replay_shows_tables_as_of_a_position()
    {
        await using var world = await OperationWorld.CreateAsync("replay");
        var then = await world.AppendAsync(new AccountOpened("north", "a", "Ada"), new MoneyMoved("north", "a", 5));
        await world.ProjectAsync(await world.AppendAsync(new MoneyMoved("north", "a", 70)));
        var replays = new ReplayStore(world.Source, world.Catalog);

        var ended = await world.RunAsync(OperationKind.Replay, Request(then, "before"));

        Assert.Equal(("completed", null), (ended.State, ended.Error));
        Assert.Equal("""{"data":[{"balance":5}],"next":null,"position":2}""", await QueryAsync(("asOf", "before")));
        Assert.Equal("""{"data":[{"balance":75}],"next":null,"position":3}""", await QueryAsync());
        foreach (var unknown in (string[])["after", "", "\0", "before\" or "])
            Assert.Equal("unknown_replay", (await Assert.ThrowsAsync<QueryException>(() => QueryAsync(("asOf", unknown)))).Code);
        Assert.Equal("replay_exists", (await Assert.ThrowsAsync<QueryException>(() => world.RunAsync(OperationKind.Replay, Request(then, "before")))).Code);

        Assert.True(await replays.DropAsync("before"));
        Assert.Equal("unknown_replay", (await Assert.ThrowsAsync<QueryException>(() => QueryAsync(("asOf", "before")))).Code);
        Assert.Equal(0L, await world.ScalarAsync<long>("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'before%'"));

        async Task<string> QueryAsync(params (string, string)[] more)
        {
            using var buffer = new RowBuffer();
            var query = TableQuery.Parse(world.Catalog.Find("toys.accounts")!, [new("select", "balance"), .. more.Select(m => KeyValuePair.Create(m.Item1, m.Item2))]);
            await new TableQueryRunner(world.Source).WriteAsync(query, RowFormat.Json, buffer);
            using var text = new MemoryStream();
            await buffer.CopyToAsync(text, default);
            return System.Text.Encoding.UTF8.GetString(text.ToArray());
        }
    }

    [Fact]
    public async Task An_expired_replay_is_dropped()
    {
        await using var world = await OperationWorld.CreateAsync("replay_expires");
        await world.ProjectAsync(await world.AppendAsync(new MoneyMoved("north", "a", 5)));
        var replays = new ReplayStore(world.Source, world.Catalog);
        await world.RunAsync(OperationKind.Replay, Request(1, "short"));
        Assert.Empty(await replays.DropExpiredAsync());
        await world.ExecuteAsync("UPDATE es.replays SET expires_at = now() - interval '1 second'");
        Assert.Equal(["short"], await replays.DropExpiredAsync());
        Assert.Empty(await replays.ListAsync());
    }

    [Fact]
    public async Task A_foreign_schema_is_neither_used_nor_dropped()
    {
        await using var world = await OperationWorld.CreateAsync("replay_stranger");
        await world.ProjectAsync(await world.AppendAsync(new MoneyMoved("north", "a", 5)));
        const string Foreign = "CREATE SCHEMA my_toys; CREATE TABLE my_toys.precious (x int)";
        const string Precious = "SELECT count(*) FROM pg_tables WHERE schemaname = 'my_toys' AND tablename = 'precious'";

        // The build detects a schema that was created after the request.
        var requested = await world.Operations().CreateAsync(OperationKind.Replay, Request(1, "my"), "tester");
        await world.ExecuteAsync(Foreign);
        var late = await world.RunQueuedAsync(requested.Id);
        Assert.Equal("failed", late.State);
        Assert.Contains("A schema my_toys exists already", late.Error, StringComparison.Ordinal);
        Assert.Equal(1L, await world.ScalarAsync<long>(Precious));

        Assert.Equal("schema_exists", (await Assert.ThrowsAsync<QueryException>(() => world.RunAsync(OperationKind.Replay, Request(1, "my")))).Code);
        Assert.False(await new ReplayStore(world.Source, world.Catalog).DropAsync("my"));
        Assert.Equal(1L, await world.ScalarAsync<long>(Precious));
    }

    [Fact]
    public async Task Objects_of_users_in_the_schema_of_a_replay_are_kept_when_it_is_dropped()
    {
        await using var world = await OperationWorld.CreateAsync("replay_guest");
        await world.ProjectAsync(await world.AppendAsync(new MoneyMoved("north", "a", 5)));
        await world.RunAsync(OperationKind.Replay, Request(1, "may"));
        await world.ExecuteAsync("CREATE TABLE may_toys.precious (x int)");

        Assert.True(await new ReplayStore(world.Source, world.Catalog).DropAsync("may"));

        Assert.Equal("precious", await world.ScalarAsync<string>("SELECT string_agg(tablename, ',') FROM pg_tables WHERE schemaname = 'may_toys'"));
    }

    [Fact]
    public async Task A_cancelled_replay_does_not_drop_another_of_the_same_name()
    {
        await using var world = await OperationWorld.CreateAsync("replay_names");
        await world.ProjectAsync(await world.AppendAsync(new MoneyMoved("north", "a", 5)));
        var first = await world.Operations().CreateAsync(OperationKind.Replay, Request(1, "may"), "tester");
        Assert.True(await new ReplayStore(world.Source, world.Catalog).DropAsync("may"));
        var second = await world.Operations().CreateAsync(OperationKind.Replay, Request(1, "may"), "tester");

        Assert.Equal("cancelled", (await world.RunQueuedAsync(first.Id)).State);
        Assert.Equal("completed", (await world.RunQueuedAsync(second.Id)).State);
        Assert.Equal("may", Assert.Single(await new ReplayStore(world.Source, world.Catalog).ListAsync()).Name);
    }

    [Theory]
    [InlineData("pg_may")]
    [InlineData("Upper")]
    [InlineData("1st")]
    [InlineData("a-b")]
    [InlineData("")]
    public async Task A_name_that_cannot_be_a_schema_is_refused(string name)
    {
        await using var world = await OperationWorld.CreateAsync("replay_name");
        Assert.Equal("invalid_value", (await Assert.ThrowsAsync<QueryException>(() => world.Operations().CreateAsync(OperationKind.Replay, Request(0, name), "tester"))).Code);
    }

    private static OperationRequest Request(long to, string into) => new() { Tables = [.. ToyWorld.Catalog.Tables.Select(t => t.QualifiedName)], To = to, Into = into };
}
