using EventSourced.ReadTables.Generations;
using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Query;
using EventSourced.ReadTables.Tests.Runtime;
using EventSourced.ReadTables.Toys;

namespace EventSourced.ReadTables.Tests.Generations;

public sealed class ReplayTests
{
    [Fact]
    public async Task Tables_are_asked_for_as_they_were()
    {
        await using var world = await OperationWorld.CreateAsync("replay");
        var then = await world.AppendAsync(new AccountOpened("north", "a", "Ada"), new MoneyMoved("north", "a", 5));
        await world.ProjectAsync(await world.AppendAsync(new MoneyMoved("north", "a", 70)));
        var replays = new ReplayStore(world.Source, world.Catalog);

        var ended = await world.RunAsync(OperationKind.Replay, Request(then, "before"));

        Assert.Equal(("completed", null), (ended.State, ended.Error));
        Assert.Equal("""{"data":[{"balance":5}],"next":null,"position":2}""", await AskAsync(("asOf", "before")));
        Assert.Equal("""{"data":[{"balance":75}],"next":null,"position":3}""", await AskAsync());
        foreach (var unknown in (string[])["after", "", "\0", "before\" or "])
            Assert.Equal("unknown_replay", (await Assert.ThrowsAsync<QueryException>(() => AskAsync(("asOf", unknown)))).Code);
        Assert.Equal("replay_exists", (await Assert.ThrowsAsync<QueryException>(() => world.RunAsync(OperationKind.Replay, Request(then, "before")))).Code);

        Assert.True(await replays.DropAsync("before"));
        Assert.Equal("unknown_replay", (await Assert.ThrowsAsync<QueryException>(() => AskAsync(("asOf", "before")))).Code);
        Assert.Equal(0L, await world.ScalarAsync<long>("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'before%'"));

        async Task<string> AskAsync(params (string, string)[] more)
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
    public async Task A_replay_whose_time_is_over_is_dropped()
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

    [Theory]
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
