using EventSourced.ReadTables.Explain;
using EventSourced.ReadTables.Library;
using EventSourced.ReadTables.Query;
using EventSourced.ReadTables.Tests.Runtime;
using EventSourced.ReadTables.Toys;
using EventSourced.Testing;

namespace EventSourced.ReadTables.Tests.Explain;

public sealed class EventEffectsTests
{
    [Fact]
    public async Task The_effects_of_an_event_list_its_rows_in_every_table()
    {
        await using var world = await ToyWorld.CreateAsync("effects");
        await world.ProjectAsync(await world.AppendAsync(
            new MoneyMoved("north", "a", 5), new BankClosed("north"), new NotesTaken("north", ["one", "two"], false), new NotesTaken("north", ["x"], true),
            new AccountClosed("south", "s"), new WeatherNoticed("rain")));

        Assert.Equal(
            ["""toys.accounts fold {"bank":"north","account":"a"}""", """toys.bank_totals recompute {"bank":"north"}""", """toys.shares fold {"account":"a"}"""],
            await AffectedAsync(world, 1));
        Assert.Equal(
            ["""toys.accounts delete_where where {"bank":"north"}""", """toys.bank_totals recompute {"bank":"north"}""", """toys.notes delete_where where {"bank":"north"}"""],
            await AffectedAsync(world, 2));
        Assert.Equal(["""toys.notes insert {"position":3,"number":0}""", """toys.notes insert {"position":3,"number":1}"""], await AffectedAsync(world, 3));
        Assert.Empty(await AffectedAsync(world, 4));
        Assert.Equal(["""toys.accounts delete {"bank":"south","account":"s"}""", """toys.bank_totals recompute {"bank":"south"}"""], await AffectedAsync(world, 5));
        Assert.Empty(await AffectedAsync(world, 6));

        var effects = await Explainer(world).EffectsAsync(1);
        Assert.Equal(("toys.money_moved.v1", "test", 5), (effects.Event.Type, effects.Event.Actor, effects.Data.GetProperty("amount").GetInt32()));
    }

    [Fact]
    public async Task The_groups_of_a_derived_table_come_from_the_rows_if_they_are_not_in_the_event()
    {
        await using var world = await ToyWorld.CreateAsync("effects_groups");
        await world.ProjectAsync(await world.AppendAsync(
            new BooksBought("oak", ["Emma", "Momo", "Emma"]), new BookBorrowed("Emma", "Bob"), new BooksLost(["Emma", "Momo"]), new ShelfBurnt("ash"), new BookBorrowed("Emma", "Eve")));
        Assert.Equal(
            ["""library.books fold {"title":"Emma"}""", """library.books fold {"title":"Momo"}""", """library.shelves recompute {"shelf":"oak"}"""], await AffectedAsync(world, 1));
        Assert.Equal(["""library.books update {"title":"Emma"}""", """library.shelves recompute {"shelf":"oak"}"""], await AffectedAsync(world, 2));
        Assert.Equal(
            ["""library.books delete {"title":"Emma"}""", """library.books delete {"title":"Momo"}""", """library.shelves recompute {"shelf":"oak"}"""], await AffectedAsync(world, 3));
        Assert.Equal(["""library.books delete_where where {"shelf":"ash"}""", """library.shelves recompute {"shelf":"ash"}"""], await AffectedAsync(world, 4));
        // The book no longer exists: no group is recomputed.
        Assert.Equal(["""library.books update {"title":"Emma"}"""], await AffectedAsync(world, 5));
    }

    [Fact]
    public async Task An_event_whose_data_is_a_json_null_is_shown_with_errors()
    {
        await using var world = await ToyWorld.CreateAsync("effects_null");
        await world.ProjectAsync(await world.AppendAsync(new MoneyMoved("north", "a", 5)));
        await world.ExecuteAsync("UPDATE log.mt_events SET data = 'null'");
        var effects = await Explainer(world).EffectsAsync(1);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, effects.Data.ValueKind);
        Assert.Superset(new HashSet<string> { "toys.accounts", "toys.shares" }, effects.Tables.Where(t => t.Error is not null).Select(t => t.Table).ToHashSet());
    }

    [Fact]
    public async Task A_table_that_cannot_apply_the_event_has_an_error_and_a_checkpoint_before_it()
    {
        await using var world = await ToyWorld.CreateAsync("effects_error");
        await world.ProjectAsync(await world.AppendAsync(new MoneyMoved("north", "a", 5), new MoneyMoved("north", "a", 0)));
        await world.ExecuteAsync("UPDATE log.mt_events SET data = '{\"bank\": 7}' WHERE seq_id = 2");
        var effects = await Explainer(world).EffectsAsync(2);
        Assert.Equal(["toys.accounts True", "toys.shares False"], effects.Tables.Where(Explained).Select(t => $"{t.Table} {t.Projected}"));
        Assert.All(effects.Tables, t => Assert.Contains("position 2", t.Error));
    }

    [Theory]
    [InlineData(2, 404, "position_is_a_hole")]
    [InlineData(99, 404, "position_beyond_watermark")]
    [InlineData(0, 400, "invalid_value")]
    public async Task A_position_without_an_event_is_refused(long position, int status, string code)
    {
        await using var world = await ToyWorld.CreateAsync("effects_hole");
        await world.AppendAsync(new MoneyMoved("north", "a", 5));
        await world.ScalarAsync<long>("SELECT nextval('log.mt_events_sequence')");
        await world.AppendAsync(new MoneyMoved("north", "a", 6));
        var refused = await Assert.ThrowsAsync<QueryException>(() => Explainer(world).EffectsAsync(position));
        Assert.Equal((status, code), (refused.Status, refused.Code));
    }

    // The tables of the lane tests handle the same events.
    private static bool Explained(TableEffects t) => t.Table.StartsWith("toys.", StringComparison.Ordinal) || t.Table.StartsWith("library.", StringComparison.Ordinal);

    private static RowExplainer Explainer(ProjectionWorld world) => new(world.Source, world.Catalog, world.Store, world.Codec);

    private static async Task<IEnumerable<string>> AffectedAsync(ProjectionWorld world, long position) =>
        (await Explainer(world).EffectsAsync(position)).Tables.Where(Explained)
            .SelectMany(t => t.Rows.Select(r => $"{t.Table} {r.Effect} {(r.Key is null ? "where " + r.Where!.ToJsonString() : r.Key.ToJsonString())}"))
            .Order(StringComparer.Ordinal);
}
