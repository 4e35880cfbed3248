using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventSourced.Contracts;
using EventSourced.Contracts.Operations;
using EventSourced.EventStore;
using EventSourced.ReadTables.Explain;
using EventSourced.ReadTables.Library;
using EventSourced.ReadTables.Query;
using EventSourced.ReadTables.Tests.Runtime;
using EventSourced.ReadTables.Toys;
using EventSourced.Testing;

namespace EventSourced.ReadTables.Tests.Explain;

public sealed class RowExplainerTests
{
    [Fact]
    public async Task A_row_is_explained_by_all_its_events_with_their_changes()
    {
        await using var world = await ToyWorld.CreateAsync("explain_fold");
        await world.ProjectAsync(await world.AppendAsync(
            new AccountOpened("north", "a", "Ada"), new MoneyMoved("south", "a", 9), new MoneyMoved("north", "a", 5), new MoneyMoved("north", "a", -3)));
        var row = await ExplainAsync(world, "toys.accounts", "bank=north", "account=a");

        Assert.Equal(["1:fold", "3:fold", "4:fold"], row.Events.Select(e => $"{e.Event.Position}:{string.Join('+', e.Effects)}"));
        Assert.Null(row.Events[0].Before);
        Assert.Equal("""{"bank":"north","account":"a","holder":"Ada","balance":0,"largest":0,"last_position":1}""", row.Events[0].After!.ToJsonString());
        Assert.Equal(["bank", "account", "holder", "balance", "largest", "last_position"], row.Events[0].Changed);
        Assert.Equal(["balance", "largest", "last_position"], row.Events[1].Changed);
        Assert.Equal(["balance", "last_position"], row.Events[2].Changed);
        Assert.Equal("""{"bank":"north","account":"a","holder":"Ada","balance":2,"largest":5,"last_position":4}""", row.Row!.ToJsonString());
        var first = row.Events[0].Event;
        Assert.Equal(("stream", 1L, "toys.account_opened.v1", "test"), (first.Stream, first.Version, first.Type, first.Actor));
        Assert.True(Guid.TryParse(first.CommandId, out _));
        Assert.True(DateTimeOffset.UtcNow - first.RecordedAt < TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task A_row_that_was_deleted_and_created_again_is_explained_with_its_whole_history()
    {
        await using var world = await ToyWorld.CreateAsync("explain_lives");
        await world.ProjectAsync(await world.AppendAsync(
            new MoneyMoved("north", "a", 5), new AccountClosed("north", "a"), new AccountClosed("north", "a"),
            new MoneyMoved("north", "a", 7), new BankClosed("south"), new BankClosed("north"),
            new BankClosed("north"), new AccountOpened("north", "a", "Ada")));
        var row = await ExplainAsync(world, "toys.accounts", "bank=north", "account=a");

        // Deletions without a row have no effect.
        Assert.Equal(["1:fold", "2:delete", "4:fold", "6:delete_where", "8:fold"], row.Events.Select(e => $"{e.Event.Position}:{string.Join('+', e.Effects)}"));
        Assert.Equal([null, "5", null, "7", null], row.Events.Select(e => e.Before?["balance"]?.ToString()));
        Assert.Equal(["5", null, "7", null, "0"], row.Events.Select(e => e.After?["balance"]?.ToString()));
        Assert.Equal("Ada", row.Row!["holder"]!.ToString());

        await world.ProjectAsync(await world.AppendAsync(new AccountClosed("north", "a")));
        row = await ExplainAsync(world, "toys.accounts", "bank=north", "account=a");
        Assert.Equal((6, null, null), (row.Events.Count, row.Row, row.Live));
    }

    [Fact]
    public async Task Items_updates_and_conditions_are_explained_as_the_table_applies_them()
    {
        await using var world = await ToyWorld.CreateAsync("explain_items");
        await world.ProjectAsync(await world.AppendAsync(
            new BookBorrowed("Emma", "nobody"), new BooksBought("oak", ["Emma", "Momo", "Emma"]), new BookBorrowed("Emma", "Bob"),
            new BooksLost(["Momo", "Emma"]), new BooksBought("ash", ["Emma"]), new ShelfBurnt("oak"), new ShelfBurnt("ash")));
        var row = await ExplainAsync(world, "library.books", "title=Emma");
        Assert.Equal(["2:fold+fold", "3:update", "4:delete", "5:fold", "7:delete_where"], row.Events.Select(e => $"{e.Event.Position}:{string.Join('+', e.Effects)}"));
        Assert.Equal(["2", "2", null, "1", null], row.Events.Select(e => e.After?["copies"]?.ToString()));
    }

    [Fact]
    public async Task An_inserted_row_is_explained_by_the_events_that_inserted_and_deleted_it()
    {
        await using var world = await ToyWorld.CreateAsync("explain_insert");
        await world.ProjectAsync(await world.AppendAsync(new NotesTaken("north", ["one", "two"], false), new BankClosed("north")));
        var row = await ExplainAsync(world, "toys.notes", "position=1", "number=1");
        Assert.Equal(["1:insert", "2:delete_where"], row.Events.Select(e => $"{e.Event.Position}:{string.Join('+', e.Effects)}"));
        Assert.Equal("\"two\"", row.Events[0].After!["note"]!.ToJsonString());
        Assert.Null(row.Row);
    }

    [Fact]
    public async Task A_derived_row_is_explained_by_the_keys_of_its_source_rows()
    {
        await using var world = await ToyWorld.CreateAsync("explain_derived");
        await world.ProjectAsync(await world.AppendAsync(new MoneyMoved("north", "b", 5), new MoneyMoved("south", "c", 1), new MoneyMoved("north", "a", 7)));
        var row = await ExplainAsync(world, "toys.bank_totals", "bank=north");
        Assert.Equal("toys.accounts", row.Source!.Table);
        Assert.Equal(["""{"bank":"north","account":"a"}""", """{"bank":"north","account":"b"}"""], row.Source.Keys.Select(k => k.ToJsonString()));
        Assert.Equal("""{"bank":"north","accounts":2,"total":12}""", row.Row!.ToJsonString());
        foreach (var key in row.Source.Keys)
            Assert.Single((await ExplainAsync(world, row.Source.Table, [.. key.Select(v => $"{v.Key}={v.Value}")])).Events);
        Assert.Equal("row_unknown", (await RefusedAsync(world, "toys.bank_totals", "bank=west")).Code);
    }

    [Fact]
    public async Task The_explained_row_equals_the_live_row_for_every_row_of_a_random_history()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        var random = new Random(seed);
        await using var world = await ToyWorld.CreateAsync("explain_random");
        // At the end there are a shelf with a book and an account, whatever the random events have removed.
        IEvent[] history = [.. Enumerable.Range(0, 600).Select(_ => History.Next(random)), new BooksBought("oak", ["Emma"]), new MoneyMoved("north", "acc-1", 5)];
        foreach (var part in history.Chunk(150)) await world.ProjectAsync(await world.AppendAsync(part), random.Next(1, 100));

        var explainer = Explainer(world);
        var visited = new HashSet<string>();
        foreach (var table in world.Catalog.Tables)
        {
            foreach (var key in await KeysAsync(world, table))
            {
                var row = await explainer.ExplainAsync(table, key);
                var message = $"{table.QualifiedName} {row.Key.ToJsonString()}, seed {seed}";
                Assert.True(row.Live is not null && JsonNode.DeepEquals(row.Row, row.Live), message);
                Assert.True(row.Differences.Count == 0, message);
                // Each event starts with the row that the previous one left.
                for (var i = 0; i < row.Events.Count; i++) Assert.True(JsonNode.DeepEquals(row.Events[i].Before, i == 0 ? null : row.Events[i - 1].After), message);
                visited.Add(table.QualifiedName);
            }
        }
        // The shares may be empty after an amount of zero; nothing fills the tables of other tests.
        Assert.ProperSuperset(new HashSet<string> { "library.books", "library.shelves", "toys.accounts", "toys.bank_totals" }, visited);

        // Deleted rows are explained too, and end without a row.
        foreach (var bank in History.Banks)
        {
            foreach (var account in History.Accounts)
            {
                if (await world.ScalarAsync<bool>($"SELECT EXISTS (SELECT FROM toys.accounts WHERE bank = '{bank}' AND account = '{account}')")) continue;
                try
                {
                    Assert.Null((await ExplainAsync(world, "toys.accounts", $"bank={bank}", $"account={account}")).Row);
                }
                catch (QueryException e)
                {
                    Assert.Equal("row_unknown", e.Code);
                }
            }
        }
    }

    [Fact]
    public async Task A_modified_row_is_shown_with_the_row_that_follows_from_its_events()
    {
        await using var world = await ToyWorld.CreateAsync("explain_tampered");
        await world.ProjectAsync(await world.AppendAsync(new MoneyMoved("north", "a", 5), new MoneyMoved("north", "b", 6)));
        await world.ExecuteAsync("""
            UPDATE toys.accounts SET balance = 500 WHERE account = 'a';
            DELETE FROM toys.accounts WHERE account = 'b';
            INSERT INTO toys.accounts (bank, account, balance, largest, last_position) VALUES ('north', 'ghost', 1, 1, 1);
            """);
        Assert.Equal(["balance"], (await ExplainAsync(world, "toys.accounts", "bank=north", "account=a")).Differences);
        var missing = await ExplainAsync(world, "toys.accounts", "bank=north", "account=b");
        Assert.Equal((6, false, true), (missing.Differences.Count, missing.Row is null, missing.Live is null));
        var extra = await ExplainAsync(world, "toys.accounts", "bank=north", "account=ghost");
        Assert.Equal((0, true, false), (extra.Events.Count, extra.Row is null, extra.Live is null));
    }

    [Fact]
    public async Task A_live_table_with_other_columns_is_not_explained()
    {
        await using var world = await ToyWorld.CreateAsync("explain_outdated");
        await world.ProjectAsync(await world.AppendAsync(new MoneyMoved("north", "a", 5)));
        await world.ExecuteAsync("ALTER TABLE toys.accounts RENAME COLUMN holder TO owner");
        Assert.Equal("table_outdated", (await RefusedAsync(world, "toys.accounts", "bank=north", "account=a")).Code);
    }

    [Fact]
    public async Task Of_very_many_events_of_a_row_only_the_last_are_returned()
    {
        await using var world = await ToyWorld.CreateAsync("explain_many");
        const int Events = EventTableExplainer<Accounts>.MaxEvents + 3;
        await world.ProjectAsync(await world.AppendAsync([.. Enumerable.Range(0, Events).Select(_ => new MoneyMoved("north", "a", 1))]), 5_000);
        var row = await ExplainAsync(world, "toys.accounts", "bank=north", "account=a");
        Assert.Equal((3L, Events - 3, 4L), (row.Omitted, row.Events.Count, row.Events[0].Event.Position));
        Assert.Equal("3", row.Events[0].Before!["balance"]!.ToString());
        Assert.Empty(row.Differences);
    }

    [Fact]
    public async Task Only_events_that_the_live_table_has_applied_are_returned()
    {
        await using var world = await ToyWorld.CreateAsync("explain_behind");
        await world.ProjectAsync(await world.AppendAsync(new MoneyMoved("north", "a", 5)));
        await world.AppendAsync(new MoneyMoved("north", "a", 7));
        var row = await ExplainAsync(world, "toys.accounts", "bank=north", "account=a");
        Assert.Equal((1, 1), (row.State.Position, row.Events.Count));
    }

    [Fact]
    public async Task A_skipped_event_is_not_returned()
    {
        await using var world = await ToyWorld.CreateAsync("explain_skipped");
        await world.ProjectAsync(await world.AppendAsync(new MoneyMoved("north", "a", 5), new MoneyMoved("north", "a", 0)));
        await using var operations = new PostgresEventStore(world.Source, new EventCodec(EventCatalog.Default, []));
        await operations.AppendAsync(new Append(
            [new StreamAppend(OperationsStreams.Skips, ExpectedVersion.Any, [new EventSkipped("toys.shares", 2, "no amount")])],
            new EventMetadata(Guid.NewGuid(), "eve", DateTimeOffset.UtcNow)));
        // The state of the table after its lane has skipped the event.
        await world.ExecuteAsync("UPDATE es.read_tables SET position = 2, state = 'running' WHERE table_name = 'toys.shares'");

        var row = await ExplainAsync(world, "toys.shares", "account=a");
        Assert.Equal([1L], row.Events.Select(e => e.Event.Position));
        Assert.Equal(2, (await ExplainAsync(world, "toys.accounts", "bank=north", "account=a")).Events.Count);
        var effects = await Explainer(world).EffectsAsync(2);
        Assert.Equal(["toys.accounts False", "toys.bank_totals False", "toys.shares True"], effects.Tables.Where(t => t.Table.StartsWith("toys.", StringComparison.Ordinal)).Select(t => $"{t.Table} {t.Skipped}"));
    }

    [Fact]
    public async Task An_event_of_an_old_version_is_explained_as_the_table_applies_it()
    {
        await using var world = await ToyWorld.CreateAsync("explain_old");
        await world.ProjectAsync(await world.AppendAsync(new MoneyMoved("north", "acc-1", 5), new MoneyMoved("north", "acc-1", 6)));
        await world.ExecuteAsync("""UPDATE log.mt_events SET type = 'toys.money_moved.v0', data = '{"place": "north/acc-1", "amount": 5}' WHERE seq_id = 1""");
        var codec = new EventCodec(world.Codec.Catalog, [new FromPlace()]);
        var row = await new RowExplainer(world.Source, world.Catalog, world.Store, codec).ExplainAsync(world.Catalog.Find("toys.accounts")!, Key("bank=north", "account=acc-1"));
        Assert.Equal(["toys.money_moved.v0", "toys.money_moved.v1"], row.Events.Select(e => e.Event.Type));
        Assert.Equal("11", row.Row!["balance"]!.ToString());
    }

    [Fact]
    public async Task A_row_with_a_personal_key_is_explained_although_its_events_are_encrypted()
    {
        await using var world = await ToyWorld.CreateAsync("explain_personal");
        await world.ProjectAsync(await world.AppendAsync(new DiaryBegun("reader-1", "Summer"), new DiaryBegun("reader-2", "Winter")));
        Assert.Equal(0, await world.ScalarAsync<long>("SELECT count(*) FROM log.mt_events WHERE data::text LIKE '%Summer%'"));

        var row = await ExplainAsync(world, "library.diaries", "title=Summer");
        Assert.Equal([1L], row.Events.Select(e => e.Event.Position));
        Assert.Equal("""{"title":"Summer","reader":"reader-1"}""", row.Row?.ToJsonString());
        Assert.Empty(row.Differences);
    }

    [Theory]
    [InlineData("missing_key_column", "account is missing. The key of toys.accounts is bank, account", "bank=north")]
    [InlineData("missing_key_column", "bank, account are missing")]
    [InlineData("unknown_column", "Did you mean account?", "bank=north", "acount=a")]
    [InlineData("not_a_key_column", "bank, account", "bank=north", "account=a", "balance=5")]
    [InlineData("repeated_parameter", "bank", "bank=north", "bank=south", "account=a")]
    [InlineData("row_unknown", "No event up to position 1 ever created", "bank=north", "account=nobody")]
    public async Task An_invalid_key_is_refused_with_a_hint(string code, string says, params string[] key)
    {
        await using var world = await ToyWorld.CreateAsync("explain_refused");
        await world.ProjectAsync(await world.AppendAsync(new MoneyMoved("north", "a", 5)));
        var refused = await RefusedAsync(world, "toys.accounts", key);
        Assert.Equal((code, code == "row_unknown" ? 404 : 400), (refused.Code, refused.Status));
        Assert.Contains(says, refused.Message);
    }

    [Fact]
    public async Task A_value_of_another_type_is_refused_with_the_expected_format()
    {
        await using var world = await ToyWorld.CreateAsync("explain_type");
        var refused = await RefusedAsync(world, "toys.notes", "position=first", "number=1");
        Assert.Equal(("invalid_value", 400), (refused.Code, refused.Status));
        Assert.Contains("such as 42", refused.Message);
    }

    private static RowExplainer Explainer(ProjectionWorld world) => new(world.Source, world.Catalog, world.Store, world.Codec);

    private static Task<RowExplanation> ExplainAsync(ProjectionWorld world, string table, params string[] key) => Explainer(world).ExplainAsync(world.Catalog.Find(table)!, Key(key));

    private static Task<QueryException> RefusedAsync(ProjectionWorld world, string table, params string[] key) =>
        Assert.ThrowsAsync<QueryException>(() => ExplainAsync(world, table, key));

    private static IEnumerable<KeyValuePair<string, string>> Key(params string[] terms) => terms.Select(t => t.Split('=', 2)).Select(t => KeyValuePair.Create(t[0], t[1]));

    /// <summary>Keys of some live rows.</summary>
    private static async Task<List<Dictionary<string, string>>> KeysAsync(ProjectionWorld world, TableDefinition table)
    {
        var columns = string.Join(", ", table.Key.Select(c => $"'{c.Name}', {c.Name}::text"));
        await using var command = world.Source.CreateCommand($"SELECT json_build_object({columns})::text FROM {table.QualifiedName} t ORDER BY md5(t::text) LIMIT 60");
        await using var reader = await command.ExecuteReaderAsync();
        var keys = new List<Dictionary<string, string>>();
        while (await reader.ReadAsync()) keys.Add(JsonSerializer.Deserialize<Dictionary<string, string>>(reader.GetString(0))!);
        return keys;
    }

    /// <summary>In an old version, bank and account were one text.</summary>
    private sealed class FromPlace : IUpcaster
    {
        public string From => "toys.money_moved.v0";

        public string To => "toys.money_moved.v1";

        public ReadOnlyMemory<byte> Upcast(ReadOnlyMemory<byte> data)
        {
            var old = JsonNode.Parse(data.Span)!;
            var place = old["place"]!.ToString().Split('/');
            return Encoding.UTF8.GetBytes(new JsonObject { ["bank"] = place[0], ["account"] = place[1], ["amount"] = old["amount"]!.DeepClone() }.ToJsonString());
        }
    }
}
