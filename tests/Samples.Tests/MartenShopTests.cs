using EventSourced.EventStore.Log;
using EventSourced.ReadTables.Operations;
using JasperFx.Events;
using Shop;

namespace EventSourced.Samples.Tests;

/// <summary>Read tables over the log of an ordinary Marten application.</summary>
public sealed class MartenShopTests
{
    private const string Summaries = "shop.order_summaries", Sales = "shop.product_sales";

    [Fact]
    public async Task Tables_follow_a_plain_Marten_log_and_are_rebuilt_while_it_appends()
    {
        await using var world = await ShopWorld.StartAsync("shop_rebuild");
        var placed = 0;
        for (; placed < 60; placed++) await PlaceAsync(world, placed);
        await world.Orders.ShipAsync("order-7", "by bicycle");
        await world.Tables.CatchUpAsync(world.Limit);
        await RowsAreThoseOfAsync(world, placed);

        var rebuild = world.Tables.RebuildAsync(world.Limit);
        for (var more = 0; more < 20 || !rebuild.IsCompleted; more++) await PlaceAsync(world, placed++);
        Assert.Equal("completed", (await rebuild).State);
        await world.Tables.CatchUpAsync(world.Limit);
        await RowsAreThoseOfAsync(world, placed);
        Assert.Equal($"({Summaries},2)\n({Sales},2)", await world.TextAsync("table_name, generation", "es.read_tables"));

        var (verified, holds) = await world.Tables.VerifyAsync(world.Limit);
        Assert.Equal(("completed", true), (verified.State, holds));
        var row = await world.Tables.ExplainAsync(Summaries, "order_id", "order-7");
        Assert.Equal(["order_placed", "item_added", "item_added", "order_shipped"], row.Events.Select(e => e.Event.Type));
        Assert.Empty(row.Differences);
    }

    [Fact]
    public async Task An_archived_stream_is_passed_over_and_its_rows_stay_until_a_rebuild()
    {
        await using var world = await ShopWorld.StartAsync("shop_archived");
        await PlaceAsync(world, 1);
        await PlaceAsync(world, 2);
        await world.Tables.CatchUpAsync(world.Limit);
        await using (var session = world.Store.LightweightSession())
        {
            session.Events.ArchiveStream("order-1");
            await session.SaveChangesAsync();
        }

        Assert.Equal("(order-1)\n(order-2)", await world.TextAsync("order_id", Summaries));
        var (verified, holds) = await world.Tables.VerifyAsync(world.Limit);
        Assert.Equal(("completed", false), (verified.State, holds));
        var verdict = verified.Result!.Value.GetProperty("tables").EnumerateArray().Single(t => t.GetProperty("table").GetString() == Summaries);
        Assert.Equal((0, 0, 1), (verdict.GetProperty("different").GetInt32(), verdict.GetProperty("missing").GetInt32(), verdict.GetProperty("extra").GetInt32()));

        Assert.Equal("completed", (await world.Tables.RebuildAsync(world.Limit)).State);
        Assert.Equal("(order-2)", await world.TextAsync("order_id", Summaries));
        Assert.True((await world.Tables.VerifyAsync(world.Limit)).Holds);
    }

    [Fact]
    public async Task An_event_that_a_table_cannot_take_is_skipped_and_left_out_of_every_rebuild()
    {
        await using var world = await ShopWorld.StartAsync("shop_skip");
        await PlaceAsync(world, 1);
        await using (var session = world.Store.LightweightSession())
        {
            session.Events.StartStream("order-x", new OrderPlaced("order-x", null!, DateTimeOffset.UnixEpoch));
            await session.SaveChangesAsync();
        }
        await PlaceAsync(world, 2);
        await world.UntilAsync($"(SELECT state = 'paused' FROM es.read_tables WHERE table_name = '{Summaries}')");
        var letter = Assert.Single((await world.Get<ProjectionReader>().ReadAsync()).Projections.Single(p => p.Table == Summaries).DeadLetters);
        Assert.Equal(("order_placed", "order-x"), (letter.EventType, letter.Stream));

        await world.Get<TableControl>().SkipAsync(world.Table(Summaries), letter.Position, "no customer", "eve");
        await world.Tables.CatchUpAsync(world.Limit);
        await RowsAreThoseOfAsync(world, [1, 2]);
        Assert.Equal("completed", (await world.Tables.RebuildAsync(world.Limit)).State);
        await RowsAreThoseOfAsync(world, [1, 2]);
        Assert.True((await world.Tables.VerifyAsync(world.Limit)).Holds);
    }

    [Fact]
    public async Task A_log_with_tenants_and_all_metadata_is_read_too()
    {
        await using var world = await ShopWorld.StartAsync("shop_tenants", options =>
        {
            options.Events.TenancyStyle = JasperFx.MultiTenancy.TenancyStyle.Conjoined;
            options.Events.AppendMode = EventAppendMode.QuickWithServerTimestamps;
            options.Events.MetadataConfig.EnableAll();
        });
        foreach (var tenant in new[] { "north", "south" })
        {
            await using var session = world.Store.LightweightSession(tenant);
            session.CorrelationId = "market day";
            session.Events.StartStream("order", new OrderPlaced($"order-{tenant}", tenant, DateTimeOffset.UnixEpoch));
            await session.SaveChangesAsync();
        }
        await world.Tables.CatchUpAsync(world.Limit);
        Assert.Equal("(order-north,north)\n(order-south,south)", await world.TextAsync("order_id, customer", Summaries));
        var change = Assert.Single((await world.Tables.ExplainAsync(Summaries, "order_id", "order-south")).Events);
        Assert.Equal(("order", "market day"), (change.Event.Stream, change.Event.CorrelationId));
    }

    [Fact]
    public async Task A_store_that_appends_Rich_is_refused_at_the_start()
    {
        var refused = await Assert.ThrowsAsync<UnsupportedMartenModeException>(() =>
            ShopWorld.StartAsync("shop_rich", options => options.Events.AppendMode = EventAppendMode.Rich));
        Assert.Contains("EventAppendMode.Quick", refused.Message, StringComparison.Ordinal);
    }

    private static (string Product, int Quantity, long PriceCents)[] Items(int i) => [("tea", 1 + (i % 3), 450), (i % 2 == 0 ? "cup" : "pot", 1, 1_200)];

    private static Task PlaceAsync(ShopWorld world, int i) => world.Orders.PlaceAsync($"order-{i}", $"customer-{i % 17}", Items(i));

    private static Task RowsAreThoseOfAsync(ShopWorld world, int placed) => RowsAreThoseOfAsync(world, [.. Enumerable.Range(0, placed)]);

    // Counted from the orders, without the engine.
    private static async Task RowsAreThoseOfAsync(ShopWorld world, IReadOnlyList<int> orders)
    {
        var summaries = orders.Select(i => $"(order-{i},customer-{i % 17},{Items(i).Sum(x => x.Quantity)},{Items(i).Sum(x => x.Quantity * x.PriceCents)})");
        var sales = orders.SelectMany(Items).GroupBy(x => x.Product)
            .Select(g => $"({g.Key},{g.Count()},{g.Sum(x => x.Quantity)},{g.Sum(x => x.Quantity * x.PriceCents)})");
        Assert.Equal(Sorted(summaries), Sorted((await world.TextAsync("order_id, customer, items, total_cents", Summaries)).Split('\n')));
        Assert.Equal(Sorted(sales), Sorted((await world.TextAsync("product, lines, quantity, total_cents", Sales)).Split('\n')));
    }

    private static List<string> Sorted(IEnumerable<string> lines) => [.. lines.Order(StringComparer.Ordinal)];
}
