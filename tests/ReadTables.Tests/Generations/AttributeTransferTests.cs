using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Toys;
using EventSourced.Testing;

namespace EventSourced.ReadTables.Tests.Generations;

/// <summary>What users created on a table is transferred to every generation that replaces it.</summary>
public sealed class AttributeTransferTests
{
    [Fact]
    public async Task A_reader_with_access_to_one_bank_keeps_it_after_every_change_of_generation()
    {
        await using var world = await FilledAsync("carry_reader");
        await using var reader = await TestRole.CreateAsync(world, "carry_reader");
        await world.ExecuteAsync($"""
            GRANT USAGE ON SCHEMA toys TO {reader.Name}; GRANT SELECT (bank, account) ON toys.accounts TO {reader.Name};
            ALTER TABLE toys.accounts ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON toys.accounts FOR SELECT TO {reader.Name} USING (bank = 'north')
            """);
        await AssertSeesOneAsync();

        Assert.Equal(("completed", null), (await world.RebuildAsync("toys.accounts")) is var full ? (full.State, full.Error) : default);
        await AssertSeesOneAsync();
        await world.RunAsync(OperationKind.Rebuild, new() { Tables = ["toys.accounts"], Where = new Dictionary<string, string> { ["bank"] = "south" } });
        await AssertSeesOneAsync();
        await RollbackAsync(world);
        await AssertSeesOneAsync();

        await world.ExecuteAsync($"REVOKE ALL ON toys.accounts FROM {reader.Name}");
        await RollbackAsync(world);
        Assert.False(await world.ScalarAsync<bool>($"SELECT has_any_column_privilege('{reader.Name}', 'toys.accounts', 'SELECT')"));

        async Task AssertSeesOneAsync()
        {
            Assert.Equal("north", await reader.ScalarAsync<string>("SELECT string_agg(DISTINCT bank, ',') FROM toys.accounts"));
            Assert.False(await world.ScalarAsync<bool>($"SELECT has_column_privilege('{reader.Name}', 'toys.accounts', 'balance', 'SELECT')"));
        }
    }

    [Fact]
    public async Task Everything_that_can_be_created_on_a_table_is_the_same_after_every_change_of_generation()
    {
        await using var world = await FilledAsync("carry_all");
        await using var reader = await TestRole.CreateAsync(world, "carry_reads");
        await using var clerk = await TestRole.CreateAsync(world, "carry_writes");
        await using var owner = await TestRole.CreateAsync(world, "carry_owns");
        await world.ExecuteAsync(AllAttributes(reader.Name, clerk.Name, owner.Name));
        var (before, rows) = (await SchemaDump.ReadAsync(world.ConnectionString, "toys", "people"), await world.DumpAsync("toys.accounts"));

        var ended = await world.RebuildAsync("toys.accounts");
        Assert.Equal(("completed", null), (ended.State, ended.Error));
        Assert.Equal(2, (await world.ListAsync("live")).Single(g => g.Table == "toys.accounts").Number);
        await AssertSameAsync();
        await world.RunAsync(OperationKind.Rebuild, new() { Tables = ["toys.accounts"], Where = new Dictionary<string, string> { ["bank"] = "north" } });
        await AssertSameAsync();
        await RollbackAsync(world);
        await AssertSameAsync();
        await RollbackAsync(world);
        await AssertSameAsync();
        await world.Generations().ReleaseAsync(world.Catalog.Find("toys.accounts")!);
        await AssertSameAsync();

        async Task AssertSameAsync()
        {
            Assert.Equal(before, await SchemaDump.ReadAsync(world.ConnectionString, "toys", "people"));
            Assert.Equal(rows, await world.DumpAsync("toys.accounts"));
            Assert.Equal("toys.accounts,toys.accounts,toys.accounts", await world.ScalarAsync<string>("SELECT string_agg(schemaname || '.' || tablename, ',') FROM pg_publication_tables WHERE tablename = 'accounts' AND schemaname LIKE '%toys%'"));
        }
    }

    [Fact]
    public async Task Changes_since_a_rebuild_are_kept_after_a_rollback()
    {
        await using var world = await FilledAsync("carry_changed");
        await using var reader = await TestRole.CreateAsync(world, "carry_reads");
        await using var clerk = await TestRole.CreateAsync(world, "carry_writes");
        await world.ExecuteAsync(AllAttributes(reader.Name, clerk.Name, clerk.Name));
        await world.RebuildAsync("toys.accounts");
        await world.ExecuteAsync($"""
            DROP POLICY own ON toys.accounts; ALTER POLICY clerks ON toys.accounts USING (bank = 'south'); ALTER TABLE toys.accounts NO FORCE ROW LEVEL SECURITY;
            REVOKE ALL ON toys.accounts FROM {reader.Name} CASCADE; DROP INDEX toys.people_rich; CREATE INDEX people_poor ON toys.accounts (balance) WHERE balance < 10; DROP TRIGGER seen ON toys.accounts;
            ALTER TABLE toys.accounts DROP CONSTRAINT small; ALTER TABLE toys.accounts ALTER balance SET STATISTICS -1; COMMENT ON COLUMN toys.accounts.balance IS 'Other'; COMMENT ON TABLE toys.accounts IS NULL;
            ALTER PUBLICATION people_part DROP TABLE toys.accounts; DROP STATISTICS toys.people_pairs; ALTER TABLE toys.accounts RESET (fillfactor), SET WITHOUT CLUSTER; ALTER TABLE toys.accounts REPLICA IDENTITY FULL
            """);
        var before = await SchemaDump.ReadAsync(world.ConnectionString, "toys");
        await RollbackAsync(world);
        Assert.Equal(before, await SchemaDump.ReadAsync(world.ConnectionString, "toys"));
        Assert.Equal(1, (await world.ListAsync("live")).Single(g => g.Table == "toys.accounts").Number);
    }

    [Fact]
    public async Task Dependent_objects_read_the_live_generation()
    {
        await using var world = await FilledAsync("carry_dependents");
        await world.ExecuteAsync("""
            CREATE SCHEMA people;
            CREATE VIEW people.rich WITH (security_barrier = true) AS SELECT * FROM toys.accounts WHERE balance > 10; GRANT SELECT ON people.rich TO PUBLIC;
            CREATE VIEW people.richest AS SELECT max(balance) AS most FROM people.rich;
            DO $do$ BEGIN EXECUTE 'CREATE FUNCTION people.total() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM toys.accounts; SELECT sum(balance)::bigint FROM toys.accounts; END'; END $do$;
            CREATE TABLE people.letters (bank text, text text);
            CREATE POLICY known ON people.letters USING (EXISTS (SELECT FROM toys.accounts a WHERE a.bank = letters.bank));
            ALTER TABLE toys.accounts ENABLE ROW LEVEL SECURITY;
            CREATE POLICY joined ON toys.accounts USING (EXISTS (SELECT FROM toys.bank_totals b WHERE b.bank = accounts.bank));
            CREATE POLICY counted ON toys.bank_totals USING (EXISTS (SELECT FROM toys.accounts b WHERE b.bank = bank_totals.bank))
            """);
        var before = await SchemaDump.ReadAsync(world.ConnectionString, "toys", "people");
        await world.ExecuteAsync("UPDATE toys.accounts SET balance = 4711");

        var ended = await world.RebuildAsync("toys.accounts");
        Assert.Equal(("completed", null), (ended.State, ended.Error));

        Assert.Equal(before, await SchemaDump.ReadAsync(world.ConnectionString, "toys", "people"));
        Assert.Equal(70L, await world.ScalarAsync<long>("SELECT most FROM people.richest"));
        Assert.Equal(75L, await world.ScalarAsync<long>("SELECT people.total()"));
        await RollbackAsync(world);
        Assert.Equal(before, await SchemaDump.ReadAsync(world.ConnectionString, "toys", "people"));
        Assert.Equal(4711L, await world.ScalarAsync<long>("SELECT most FROM people.richest"));
        // Nothing depends on the other generation: it can be dropped.
        Assert.Equal(2, await world.Generations().ReleaseAsync(world.Catalog.Find("toys.accounts")!));
    }

    [Theory]
    [InlineData("CREATE MATERIALIZED VIEW copied AS SELECT * FROM toys.accounts", "materialized view public.copied depends on the table")]
    [InlineData("CREATE RULE noted AS ON INSERT TO toys.accounts DO ALSO NOTIFY noted", "rule noted depends on the table")]
    [InlineData("CREATE TABLE cards (bank text, account text, FOREIGN KEY (bank, account) REFERENCES toys.accounts)", "foreign key cards_bank_account_fkey of public.cards depends on the table")]
    [InlineData("CREATE FUNCTION shout(toys.accounts) RETURNS text LANGUAGE sql AS 'SELECT upper($1.holder)'", "function public.shout(toys.accounts) depends on the table")]
    [InlineData("CREATE TABLE copies (a toys.accounts)", "table public.copies depends on the table")]
    [InlineData("CREATE TABLE older () INHERITS (toys.accounts)", "inheritance between public.older and toys.accounts depends on the table")]
    [InlineData("ALTER TABLE toys.accounts ADD COLUMN remark text", "Column remark was added by hand")]
    [InlineData("ALTER TABLE toys.accounts ALTER COLUMN balance TYPE numeric", "Column balance was changed by hand to numeric, but the definition has bigint")]
    [InlineData("CREATE VIEW whole AS SELECT a FROM toys.accounts a", "view public.whole")]
    [InlineData("UPDATE toys.accounts SET balance = 1 WHERE account = 'b'; CREATE UNIQUE INDEX people_one ON toys.accounts (balance) INCLUDE (bank); UPDATE toys.accounts SET balance = 99 WHERE account = 'b'; DELETE FROM toys.accounts", "index people_one: could not create unique index")]
    public async Task What_cannot_be_transferred_is_named_and_only_its_table_is_not_rebuilt(string made, string named)
    {
        await using var world = await FilledAsync("carry_refused");
        await world.ProjectAsync(await world.AppendAsync(new MoneyMoved("north", "c", 5)));
        await world.ExecuteAsync(made);
        var before = await SchemaDump.ReadAsync(world.ConnectionString, "toys", "public");

        var ended = await world.RebuildAsync("toys.accounts", "toys.notes");

        Assert.Equal("failed", ended.State);
        Assert.Contains("toys.accounts was not rebuilt: Not everything that users created on toys.accounts can be transferred.", ended.Error);
        Assert.Contains(named, ended.Error);
        Assert.Equal(before, await SchemaDump.ReadAsync(world.ConnectionString, "toys", "public"));
        Assert.Equal(1, (await world.ListAsync("live")).Single(g => g.Table == "toys.accounts").Number);
        Assert.Equal(2, (await world.ListAsync("live")).Single(g => g.Table == "toys.notes").Number);
        Assert.Equal(0L, await world.ScalarAsync<long>("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'inactive%accounts'"));
    }

    [Fact]
    public async Task An_index_that_is_created_while_a_swap_waits_is_on_the_new_generation()
    {
        await using var world = await FilledAsync("carry_late");
        using var runner = world.NewRunner();
        await using var reading = await world.Source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using (var transaction = await reading.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            await using var read = new Npgsql.NpgsqlCommand("SELECT count(*) FROM toys.accounts", reading);
            await read.ExecuteScalarAsync(TestContext.Current.CancellationToken);
            await runner.StartAsync(default);
            var requested = await world.Operations().CreateAsync(OperationKind.Rebuild, new() { Tables = ["toys.accounts"] }, "tester", TestContext.Current.CancellationToken);
            while ((await world.Operations().FindAsync(requested.Id))! is { IsFinal: false, Phase: not "swapping" }) await Task.Delay(5, TestContext.Current.CancellationToken);
            await world.ExecuteAsync("CREATE INDEX people_late ON toys.accounts (balance); CREATE POLICY late ON toys.bank_totals USING (false); GRANT SELECT ON toys.bank_totals TO PUBLIC");
            await transaction.RollbackAsync(TestContext.Current.CancellationToken);
            Assert.Equal("completed", (await world.EndOfAsync(requested.Id)).State);
        }
        await runner.StopAsync(default);
        Assert.Equal(2, (await world.ListAsync("live")).Single(g => g.Table == "toys.accounts").Number);
        Assert.Equal(1L, await world.ScalarAsync<long>("SELECT count(*) FROM pg_indexes WHERE schemaname = 'toys' AND indexname = 'people_late'"));
        Assert.Equal(1L, await world.ScalarAsync<long>("SELECT count(*) FROM pg_policies WHERE schemaname = 'toys' AND policyname = 'late'"));
        Assert.True(await world.ScalarAsync<bool>("SELECT has_table_privilege('pg_monitor', 'toys.bank_totals', 'SELECT')"));
    }

    [Fact]
    public async Task A_rebuild_is_refused_while_objects_refer_to_a_column_that_the_definition_no_longer_has()
    {
        await using var world = await FilledAsync("carry_columns");
        await WithOlderColumnAsync(world);
        await world.ExecuteAsync("""
            CREATE INDEX people_city ON toys.accounts (city); ALTER TABLE toys.accounts ENABLE ROW LEVEL SECURITY; CREATE POLICY near ON toys.accounts USING (city = 'Ulm');
            CREATE VIEW cities AS SELECT DISTINCT city FROM toys.accounts; GRANT SELECT (bank, city) ON toys.accounts TO pg_monitor; COMMENT ON COLUMN toys.accounts.city IS 'Where'; CREATE INDEX people_banks ON toys.accounts (bank)
            """);

        var refused = await world.RebuildAsync("toys.accounts");
        Assert.Equal("failed", refused.State);
        foreach (var named in (string[])["index toys.people_city refers to the column city", "policy near on table toys.accounts refers to the column city", "view public.cities refers to the column city"])
            Assert.Contains(named, refused.Error);
        Assert.DoesNotContain("idx_accounts_city", refused.Error);

        await world.ExecuteAsync("DROP INDEX toys.people_city; DROP POLICY near ON toys.accounts; DROP VIEW cities");
        var ended = await world.RebuildAsync("toys.accounts");
        Assert.Equal(("completed", null), (ended.State, ended.Error));
        // The index of the older definition is gone; the privileges on the remaining columns are transferred.
        Assert.Equal("accounts_pkey,idx_accounts_holder,people_banks", await world.ScalarAsync<string>("SELECT string_agg(indexname, ',' ORDER BY indexname) FROM pg_indexes WHERE schemaname = 'toys' AND tablename = 'accounts'"));
        Assert.True(await world.ScalarAsync<bool>("SELECT has_column_privilege('pg_monitor', 'toys.accounts', 'bank', 'SELECT')"));
        Assert.False(await world.ScalarAsync<bool>("SELECT has_column_privilege('pg_monitor', 'toys.accounts', 'holder', 'SELECT')"));

        // After the rollback, the older definition's index exists again, but the privilege on the column does not.
        await RollbackAsync(world);
        Assert.Equal("accounts_pkey,idx_accounts_city,idx_accounts_holder,people_banks", await world.ScalarAsync<string>("SELECT string_agg(indexname, ',' ORDER BY indexname) FROM pg_indexes WHERE schemaname = 'toys' AND tablename = 'accounts'"));
        Assert.False(await world.ScalarAsync<bool>("SELECT has_column_privilege('pg_monitor', 'toys.accounts', 'city', 'SELECT')"));
    }

    [Fact]
    public async Task A_start_keeps_comments_that_users_changed_and_updates_those_that_the_definition_changed()
    {
        await using var world = await FilledAsync("carry_comments");
        await world.ExecuteAsync("""
            COMMENT ON TABLE toys.accounts IS 'Ours'; COMMENT ON COLUMN toys.accounts.holder IS 'Older';
            UPDATE es.read_tables SET made = jsonb_set(made, '{Columns,2,Comment}', '"Older"') WHERE table_name = 'toys.accounts'
            """);
        await Schema.ReadTableSchema.ApplyAsync(world.Source, world.Catalog, TestContext.Current.CancellationToken);
        Assert.Equal("Ours", await world.ScalarAsync<string>("SELECT obj_description('toys.accounts'::regclass)"));
        Assert.Equal("Who holds it; null when money moved before it was opened.", await world.ScalarAsync<string>("SELECT col_description('toys.accounts'::regclass, 3)"));
    }

    [Fact]
    public async Task A_generation_never_uses_a_foreign_schema_and_keeps_objects_of_users_in_its_own()
    {
        await using var world = await FilledAsync("carry_schemas");
        await world.ExecuteAsync("CREATE SCHEMA inactive2_toys_accounts; CREATE TABLE inactive2_toys_accounts.accounts (x int)");
        Assert.Equal("completed", (await world.RebuildAsync("toys.accounts")).State);
        Assert.Equal(["inactive2_toys_accounts_2", "inactive2_toys_bank_totals"], (await world.ListAsync("previous")).Select(g => g.Schema));
        await world.ExecuteAsync("CREATE TABLE inactive2_toys_accounts_2.own (x int)");
        await RollbackAsync(world);
        await world.Generations().ReleaseAsync(world.Catalog.Find("toys.accounts")!);
        Assert.Equal("inactive2_toys_accounts.accounts,inactive2_toys_accounts_2.own", await world.ScalarAsync<string>("SELECT string_agg(schemaname || '.' || tablename, ',' ORDER BY schemaname COLLATE \"C\") FROM pg_tables WHERE schemaname LIKE 'inactive%'"));
    }

    // Everything that users can create on a table in PostgreSQL and that can be transferred, in all variants.
    private static string AllAttributes(string reader, string clerk, string owner) => $"""
        CREATE SCHEMA people; CREATE TABLE people.banks (bank text PRIMARY KEY); INSERT INTO people.banks VALUES ('north'), ('south');
        CREATE FUNCTION people.seen() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        GRANT USAGE ON SCHEMA toys TO {reader}, {clerk}; GRANT CREATE ON SCHEMA toys TO {owner};
        GRANT SELECT ON toys.accounts TO {reader} WITH GRANT OPTION; SET ROLE {reader}; GRANT SELECT ON toys.accounts TO {clerk}; RESET ROLE;
        GRANT UPDATE (holder), INSERT ON toys.accounts TO {clerk}; GRANT SELECT (bank) ON toys.accounts TO PUBLIC; GRANT SELECT (balance) ON toys.accounts TO {clerk} WITH GRANT OPTION;
        ALTER TABLE toys.accounts ENABLE ROW LEVEL SECURITY; ALTER TABLE toys.accounts FORCE ROW LEVEL SECURITY;
        CREATE POLICY own ON toys.accounts FOR SELECT TO {reader} USING (bank = 'north'); COMMENT ON POLICY own ON toys.accounts IS 'Own';
        CREATE POLICY clerks ON toys.accounts AS RESTRICTIVE TO {clerk}, {reader} USING (bank <> 'it''s') WITH CHECK (balance > 0);
        CREATE POLICY "Known banks" ON toys.accounts FOR INSERT WITH CHECK (EXISTS (SELECT FROM people.banks b WHERE b.bank = accounts.bank));
        CREATE TRIGGER seen AFTER UPDATE OF balance, holder ON toys.accounts FOR EACH ROW WHEN (OLD.balance IS DISTINCT FROM NEW.balance) EXECUTE FUNCTION people.seen('a ON b'); COMMENT ON TRIGGER seen ON toys.accounts IS 'Seen';
        CREATE TRIGGER off BEFORE DELETE ON toys.accounts FOR EACH STATEMENT EXECUTE FUNCTION people.seen(); ALTER TABLE toys.accounts DISABLE TRIGGER off;
        CREATE TRIGGER always AFTER INSERT ON toys.accounts REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION people.seen(); ALTER TABLE toys.accounts ENABLE ALWAYS TRIGGER always;
        CREATE CONSTRAINT TRIGGER "At the end" AFTER INSERT ON toys.accounts DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION people.seen();
        CREATE UNIQUE INDEX people_rich ON toys.accounts (lower(account), balance DESC NULLS LAST) INCLUDE (largest) WITH (fillfactor = 70) WHERE balance > 5; COMMENT ON INDEX toys.people_rich IS 'Rich';
        ALTER INDEX toys.people_rich ALTER COLUMN 1 SET STATISTICS 77;
        CREATE UNIQUE INDEX people_identity ON toys.accounts (account, bank) NULLS NOT DISTINCT; ALTER TABLE toys.accounts REPLICA IDENTITY USING INDEX people_identity; ALTER TABLE toys.accounts CLUSTER ON people_identity;
        ALTER INDEX toys.accounts_pkey SET (fillfactor = 80); COMMENT ON CONSTRAINT accounts_pkey ON toys.accounts IS 'Key';
        DROP INDEX toys.idx_accounts_holder; CREATE INDEX idx_accounts_holder ON toys.accounts (holder text_pattern_ops); COMMENT ON INDEX toys.idx_accounts_holder IS 'AllAttributes better';
        ALTER TABLE toys.accounts ADD CONSTRAINT small CHECK (balance < 1000000) NO INHERIT, ADD CONSTRAINT later CHECK (largest < 1000000) NOT VALID, ADD CONSTRAINT people_unique UNIQUE (account, balance, bank) DEFERRABLE,
            ADD CONSTRAINT people_apart EXCLUDE USING btree (bank WITH =, account WITH =) WHERE (balance > 0), ADD CONSTRAINT known FOREIGN KEY (bank) REFERENCES people.banks ON DELETE CASCADE;
        COMMENT ON CONSTRAINT small ON toys.accounts IS 'Small'; ALTER INDEX toys.people_unique SET (fillfactor = 60);
        ALTER TABLE toys.accounts ALTER balance SET STATISTICS 500, ALTER balance SET (n_distinct = -0.5), ALTER holder SET STORAGE EXTERNAL, ALTER holder SET COMPRESSION pglz, ALTER holder SET DEFAULT 'nobody', ALTER largest SET NOT NULL,
            SET (autovacuum_vacuum_scale_factor = 0.02, fillfactor = 75, toast.autovacuum_enabled = false);
        CREATE STATISTICS toys.people_pairs (ndistinct, dependencies) ON bank, holder FROM toys.accounts; COMMENT ON STATISTICS toys.people_pairs IS 'Pairs'; ALTER STATISTICS toys.people_pairs SET STATISTICS 900;
        CREATE STATISTICS people.expressions ON lower(holder), (balance * 2) FROM toys.accounts;
        CREATE PUBLICATION people_part FOR TABLE toys.accounts (bank, account, balance) WHERE (balance > 3); CREATE PUBLICATION people_whole FOR TABLE toys.accounts, toys.notes; CREATE PUBLICATION people_schema FOR TABLES IN SCHEMA toys;
        COMMENT ON TABLE toys.accounts IS E'Ours\\theirs'; COMMENT ON COLUMN toys.accounts.balance IS 'Cents'; COMMENT ON COLUMN toys.accounts.largest IS NULL;
        GRANT ALL ON SCHEMA toys TO {owner}; ALTER TABLE toys.accounts OWNER TO {owner}
        """;

    /// <summary>Changes the live table as if an older definition had built it, with a column and an index that this build's definition does not have.</summary>
    private static Task WithOlderColumnAsync(ProjectionWorld world) => world.ExecuteAsync("""
        ALTER TABLE toys.accounts ADD COLUMN city text; CREATE INDEX idx_accounts_city ON toys.accounts (city);
        UPDATE es.read_tables SET fingerprint = 'older', made = jsonb_set(jsonb_set(made, '{Columns,99}', '{"Name":"city","Type":"text","Nullable":true,"Comment":"City"}', true), '{Indexes,idx_accounts_city}', '"(\"city\")"') WHERE table_name = 'toys.accounts'
        """);

    private static Task RollbackAsync(ProjectionWorld world) => world.Generations().RollbackAsync(world.Catalog.Find("toys.accounts")!, TimeSpan.FromSeconds(1));

    private static async Task<ProjectionWorld> FilledAsync(string name)
    {
        var world = await OperationWorld.CreateAsync(name);
        await world.ProjectAsync(await world.AppendAsync(
            new AccountOpened("north", "a", "Ada"), new MoneyMoved("north", "a", 70), new AccountOpened("south", "b", "Bob"), new MoneyMoved("south", "b", 5), new NotesTaken("north", ["one"], Secret: false)));
        return world;
    }
}
