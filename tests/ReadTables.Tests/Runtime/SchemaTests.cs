using EventSourced.ReadTables.Query;
using EventSourced.ReadTables.Schema;
using EventSourced.ReadTables.Toys;

namespace EventSourced.ReadTables.Tests.Runtime;

public sealed class SchemaTests
{
    [Fact]
    public async Task Comments_of_tables_and_columns_are_the_summaries()
    {
        await using var world = await ToyWorld.CreateAsync("comments");
        Assert.Equal("Accounts and what is in them.", await world.ScalarAsync<string>("SELECT obj_description('toys.accounts'::regclass)"));
        Assert.Equal("What is in it.", await world.ScalarAsync<string>("SELECT col_description('toys.accounts'::regclass, attnum) FROM pg_attribute WHERE attrelid = 'toys.accounts'::regclass AND attname = 'balance'"));
        Assert.Equal(1L, await world.ScalarAsync<long>("SELECT count(*) FROM pg_indexes WHERE schemaname = 'toys' AND indexname = 'idx_accounts_holder'"));
    }

    [Fact]
    public async Task A_changed_definition_does_not_change_the_table_and_reports_it_as_outdated()
    {
        await using var world = await ToyWorld.CreateAsync("outdated");
        var (notes, states) = (ToyWorld.Catalog.Find("toys.notes")!, new TableStates(world.Source));
        await world.ExecuteAsync("UPDATE es.read_tables SET fingerprint = 'older' WHERE table_name = 'toys.notes'");
        await ReadTableSchema.ApplyAsync(world.Source, ToyWorld.Catalog);
        await world.AppendAsync(new NotesTaken("north", ["one"], Secret: false));
        await world.ProjectAsync(await world.AppendAsync(new MoneyMoved("north", "a", 5)), except: notes.QualifiedName);

        Assert.Equal(TableState.Outdated, (await states.ReadAsync(notes)).State);
        Assert.Equal(TableState.Running, (await states.ReadAsync(ToyWorld.Catalog.Find("toys.accounts")!)).State);
        Assert.Equal(0L, await world.ScalarAsync<long>("SELECT count(*) FROM toys.notes"));

        await world.ExecuteAsync($"UPDATE es.read_tables SET fingerprint = '{notes.Fingerprint}' WHERE table_name = 'toys.notes'");
        await world.ProjectAsync(2);
        Assert.Equal(TableState.Running, (await states.ReadAsync(notes)).State);
        Assert.Equal(1L, await world.ScalarAsync<long>("SELECT count(*) FROM toys.notes"));
    }

    [Fact]
    public async Task A_database_of_an_earlier_build_is_upgraded_and_its_lanes_can_be_taken()
    {
        await using var world = await ToyWorld.CreateAsync("older_lanes");
        await world.ExecuteAsync("ALTER TABLE es.lanes DROP CONSTRAINT lanes_lane_epoch, DROP COLUMN backend_pid, DROP COLUMN renewed_at; DROP TABLE es.workers");
        await ReadTableSchema.ApplyAsync(world.Source, ToyWorld.Catalog);
        await world.ProjectAsync(await world.AppendAsync(new MoneyMoved("north", "a", 5)));
        Assert.Equal("(north,5)", await world.DumpAsync("red.red_sums"));
    }

    [Fact]
    public async Task Several_processes_can_start_at_once()
    {
        await using var world = await ToyWorld.CreateAsync("start_at_once");
        await world.ExecuteAsync("DROP SCHEMA toys CASCADE; DROP TABLE es.dead_letters, es.generations, es.generation_numbers, es.read_tables, es.lanes");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ReadTableSchema.ApplyAsync(world.Source, ToyWorld.Catalog)));
        Assert.Equal((long)ToyWorld.Catalog.Tables.Count, await world.ScalarAsync<long>("SELECT count(*) FROM es.read_tables"));
    }
}
