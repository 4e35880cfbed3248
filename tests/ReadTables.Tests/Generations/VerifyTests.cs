using System.Text.Json;
using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Toys;
using EventSourced.Testing;

namespace EventSourced.ReadTables.Tests.Generations;

public sealed class VerifyTests
{
    [Fact]
    public async Task A_wrong_value_a_missing_and_an_extra_row_are_found()
    {
        await using var world = await FilledAsync("verify_planted");
        Assert.True((await world.VerifyAsync()).Holds());
        await world.ExecuteAsync("UPDATE toys.accounts SET balance = 4711 WHERE account = 'a'; DELETE FROM toys.accounts WHERE account = 'b'");
        await world.ExecuteAsync("INSERT INTO toys.accounts (bank, account, balance, largest, last_position) VALUES ('north', 'x', 1, 1, 1)");

        var ended = await world.VerifyAsync();

        Assert.Equal("completed", ended.State);
        Assert.False(ended.Holds());
        var verdict = Verdict(ended, "toys.accounts");
        Assert.Equal((4, 1, 1, 1), (verdict.GetProperty("rows").GetInt32(), verdict.GetProperty("different").GetInt32(), verdict.GetProperty("missing").GetInt32(), verdict.GetProperty("extra").GetInt32()));
        Assert.Equal(
            ["""{"key": {"bank": "north", "account": "a"}, "kind": "different", "events": [{"type": "toys.account_opened.v1", "effects": ["fold"], "position": 1}, {"type": "toys.money_moved.v1", "effects": ["fold"], "position": 3}], "columns": {"balance": {"live": 4711, "rebuilt": 5}}}""",
             """{"key": {"bank": "north", "account": "b"}, "row": {"bank": "north", "holder": "Bob", "account": "b", "balance": 0, "largest": 0, "last_position": 2}, "kind": "missing", "events": [{"type": "toys.account_opened.v1", "effects": ["fold"], "position": 2}]}""",
             """{"key": {"bank": "north", "account": "x"}, "row": {"bank": "north", "holder": null, "account": "x", "balance": 1, "largest": 1, "last_position": 1}, "kind": "extra", "events": []}"""],
            verdict.GetProperty("differences").EnumerateArray().Select(d => d.GetRawText()));
        Assert.True(Verdict(ended, "toys.notes").GetProperty("holds").GetBoolean());
        Assert.Equal(0L, await world.ScalarAsync<long>("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'verify%'"));
    }

    [Fact]
    public async Task A_value_that_is_equal_but_stored_differently_is_found()
    {
        await using var world = await FilledAsync("verify_bytes");
        // 1 and 1.0 are equal as jsonb, but a reader sees the difference.
        await world.ExecuteAsync("UPDATE toys.notes SET note = '1'::jsonb WHERE number = 0");
        await world.ExecuteAsync("UPDATE log.mt_events SET data = jsonb_set(data, '{notes,0}', '\"1\"') WHERE type = 'toys.notes_taken.v1'");
        Assert.False((await world.VerifyAsync("toys.notes")).Holds());
    }

    [Fact]
    public async Task Only_the_rows_of_a_condition_are_compared()
    {
        await using var world = await FilledAsync("verify_where");
        await world.ExecuteAsync("UPDATE toys.accounts SET balance = 4711 WHERE bank = 'south'");
        Assert.True((await VerifyAsync("north")).Holds());
        Assert.False((await VerifyAsync("south")).Holds());

        Task<Operation> VerifyAsync(string bank) => world.RunAsync(OperationKind.Verify, new() { Tables = ["toys.accounts"], Where = new Dictionary<string, string> { ["bank"] = bank } });
    }

    [Fact]
    public async Task A_sample_compares_the_same_rows_on_both_sides()
    {
        await using var world = await OperationWorld.CreateAsync("verify_sample");
        await world.ProjectAsync(await world.AppendAsync([.. Enumerable.Range(1, 600).Select(i => new MoneyMoved("north", $"äccount {i}", i % 90 + 1))]));

        var ended = await SampleAsync(20);
        Assert.True(ended.Holds());
        Assert.InRange(Verdict(ended, "toys.shares").GetProperty("rows").GetInt32(), 60, 180);
        await world.ExecuteAsync("UPDATE toys.shares SET share = share + 1");
        Assert.False((await SampleAsync(20)).Holds());

        Task<Operation> SampleAsync(double percent) => world.RunAsync(OperationKind.Verify, new() { Tables = ["toys.shares"], SamplePercent = percent });
    }

    [Fact]
    public async Task Tables_at_other_positions_are_compared_at_their_positions()
    {
        await using var world = await FilledAsync("verify_behind");
        await world.ExecuteAsync("UPDATE es.read_tables SET state = 'paused' WHERE table_name = 'toys.shares'");
        await world.ProjectAsync(await world.AppendAsync(new MoneyMoved("north", "a", 7)));

        var ended = await world.VerifyAsync();

        Assert.True(ended.Holds());
        Assert.True(Verdict(ended, "toys.shares").GetProperty("position").GetInt64() < Verdict(ended, "toys.accounts").GetProperty("position").GetInt64());
    }

    [Fact]
    public async Task A_verification_while_events_are_appended_finds_no_differences()
    {
        await using var world = await FilledAsync("verify_live");
        using var runtime = world.NewRuntime(pageSize: 3);
        await runtime.StartAsync(default);
        using var stop = new CancellationTokenSource();
        var random = new Random(3);
        var writing = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested) await world.AppendAsync(ToyHistory.Next(random));
        });
        for (var i = 0; i < 5; i++) Assert.True((await world.VerifyAsync()).Holds());
        await stop.CancelAsync();
        await writing;
        await runtime.StopAsync(default);
    }

    private static JsonElement Verdict(Operation ended, string table) =>
        ended.Result!.Value.GetProperty("tables").EnumerateArray().Single(t => t.GetProperty("table").GetString() == table);

    private static async Task<ProjectionWorld> FilledAsync(string name)
    {
        var world = await OperationWorld.CreateAsync(name);
        await world.ProjectAsync(await world.AppendAsync(
            new AccountOpened("north", "a", "Ada"), new AccountOpened("north", "b", "Bob"), new MoneyMoved("north", "a", 5), new MoneyMoved("south", "s", 8),
            new NotesTaken("north", ["one", "two"], Secret: false)));
        return world;
    }
}
