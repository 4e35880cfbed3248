using EventSourced.ReadTables.Generations;
using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Toys;
using EventSourced.Testing;

namespace EventSourced.ReadTables.Tests.Generations;

public sealed class ForgettingsTests
{
    [Fact]
    public async Task Copies_from_before_a_forgetting_are_dropped_and_no_others()
    {
        await using var world = await OperationWorld.CreateAsync("forgettings");
        var then = await world.AppendAsync(new AccountOpened("north", "a", "Ada"), new MoneyMoved("north", "a", 5));
        await world.ProjectAsync(then);
        await world.RebuildAsync("toys.accounts", "toys.shares");
        await world.RunAsync(OperationKind.Replay, Replay("whole", then, "toys.accounts"));
        await world.RunAsync(OperationKind.Replay, Replay("other", then, "toys.shares"));
        var forgettings = new Forgettings(world.Source, world.Catalog);
        Assert.Empty(await forgettings.SweepAsync());
        Assert.Equal(["toys.accounts", "toys.bank_totals", "toys.shares"], await PreviousAsync(world));

        await world.ProjectAsync(await world.AppendAsync(new BankClosed("north")));
        Assert.Empty(await forgettings.SweepAsync());

        Assert.Equal(["toys.shares"], await PreviousAsync(world));
        Assert.Equal(["other"], await ReplaysAsync(world));
        Assert.Equal(0L, await world.ScalarAsync<long>("SELECT count(*) FROM pg_class WHERE relname = 'accounts' AND relnamespace <> 'toys'::regnamespace"));

        // A process may use a cached key for half a minute and build a copy with the data; later copies do not have it.
        await world.RunAsync(OperationKind.Replay, Replay("soon", then, "toys.accounts"));
        await forgettings.SweepAsync();
        Assert.Equal(["other"], await ReplaysAsync(world));
        await world.ExecuteAsync("UPDATE es.forgettings SET noted_at = now() - interval '2 minutes'");
        await world.RunAsync(OperationKind.Replay, Replay("later", then, "toys.accounts"));
        await forgettings.SweepAsync();
        Assert.Equal(["later", "other"], await ReplaysAsync(world));
        Assert.Equal(0L, await world.ScalarAsync<long>("SELECT count(*) FROM es.forgettings"));
    }

    [Fact]
    public async Task A_generation_that_never_applied_the_event_is_dropped_too()
    {
        await using var world = await OperationWorld.CreateAsync("forgettings_behind");
        await world.ProjectAsync(await world.AppendAsync(new AccountOpened("north", "a", "Ada")));
        await world.AppendAsync(new BankClosed("south"));
        // The live tables are before the event, the new ones after it.
        await world.RebuildAsync("toys.accounts", "toys.shares");
        await new Forgettings(world.Source, world.Catalog).SweepAsync();
        Assert.Equal(["toys.shares"], await PreviousAsync(world));
    }

    [Fact]
    public async Task A_generation_in_use_is_named_and_retried()
    {
        await using var world = await OperationWorld.CreateAsync("forgettings_used");
        await world.ProjectAsync(await world.AppendAsync(new AccountOpened("north", "a", "Ada")));
        await world.RebuildAsync("toys.accounts");
        var schema = await world.ScalarAsync<string>("SELECT schema_name FROM es.generations WHERE table_name = 'toys.accounts'");
        await world.ExecuteAsync($"CREATE VIEW public.own AS SELECT * FROM {schema}.accounts");
        await world.ProjectAsync(await world.AppendAsync(new BankClosed("north")));
        await world.ExecuteAsync("UPDATE es.forgettings SET noted_at = now() - interval '2 minutes'");
        var forgettings = new Forgettings(world.Source, world.Catalog);

        Assert.Contains("toys.accounts", Assert.Single(await forgettings.SweepAsync()), StringComparison.Ordinal);
        await world.ExecuteAsync("DROP VIEW public.own");
        Assert.Empty(await forgettings.SweepAsync());
        Assert.Empty(await PreviousAsync(world));
    }

    private static OperationRequest Replay(string into, long to, string table) => new() { Tables = [table], To = to, Into = into };

    private static async Task<IEnumerable<string>> PreviousAsync(ProjectionWorld world) =>
        (await world.Generations().ListAsync()).Where(g => g.State == "previous").Select(g => g.Table);

    private static async Task<IEnumerable<string>> ReplaysAsync(ProjectionWorld world) =>
        (await new ReplayStore(world.Source, world.Catalog).ListAsync()).Select(r => r.Name).Order();
}
