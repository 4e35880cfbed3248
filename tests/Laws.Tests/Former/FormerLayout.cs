using EventSourced.Contracts.Pulse;
using EventSourced.EventStore;
using EventSourced.EventStore.Schema;
using EventSourced.Laws.Tests.Worlds;
using EventSourced.Projections;
using EventSourced.Testing;
using Npgsql;

namespace EventSourced.Laws.Tests.Former;

/// <summary>
/// A database of the last build that appended without Marten. <c>former-layout.sql</c> is its pg_dump after a chat, a conversation and some commands.
/// README.md in the same folder describes how it was created.
/// </summary>
public sealed class FormerLayout : IAsyncLifetime
{
    private TestDatabase _database = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync("former");
        await using var file = typeof(FormerLayout).Assembly.GetManifestResourceStream("former-layout.sql")!;
        using var reader = new StreamReader(file);
        var dump = string.Join('\n', (await reader.ReadToEndAsync()).Split('\n').Where(line => !line.StartsWith('\\')));
        // Not pooled, because the script changes settings of its session.
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_database.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await ExecuteAsync(connection, dump);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task is_migrated_and_its_read_tables_are_correct()
    {
        var before = await LogAsync();
        await using var world = await ProjectionWorld.OpenAsync(_database, ReadTableSet.Catalog, FormerKey.Bytes);
        Assert.Equal(before, await LogAsync());
        var schema = new EventStoreSchema(world.Codec, new EventStoreOptions(), [new ReadTables.Schema.EngineTables()]);
        Assert.Empty(await schema.CompareAsync(_database.DataSource));

        // Tables whose definition has changed since must be rebuilt, as after any upgrade.
        await world.RebuildAllAsync();
        var end = await world.Store.ReadEndAsync();
        var position = await world.AppendAsync(new CommunityCreated("after", "After", "Created by the new writer", 1));
        Assert.Equal(position, (await world.Store.BulkAppendAsync(new Append(
            [new StreamAppend("bulk", ExpectedVersion.NoStream, [new CommunityCreated("bulk", "Bulk", "Copied", 1)])],
            new EventMetadata(Guid.NewGuid(), "test", DateTimeOffset.UtcNow)))).Position - 1);
        Assert.Equal(end + 1, position);
        await world.ProjectAsync(position + 1);

        Assert.Equal(0L, await world.ScalarAsync<long>("select count(*) from es.dead_letters"));
        Assert.Equal(2L, await world.ScalarAsync<long>("select count(*) from pulse.communities where community_id in ('after', 'bulk')"));
        var verdict = await world.VerifyAllAsync();
        Assert.True(verdict.GetProperty("holds").GetBoolean(), verdict.ToString());
    }

    [Fact]
    public async Task personal_members_can_be_decrypted_with_the_key_of_that_system()
    {
        await using var world = await ProjectionWorld.OpenAsync(_database, ReadTableSet.Catalog, FormerKey.Bytes);
        var (after, personal) = (0L, 0);
        while (await world.Store.ReadPageAsync(after, 500) is { Events.Count: > 0 } page)
        {
            foreach (var e in page.Events)
            {
                world.Codec.Decode(e);
                if (world.Codec.HoldsPersonal(e.Type)) personal++;
            }
            after = page.Position;
        }
        Assert.True(personal > 0);
    }

    [Fact]
    public async Task a_process_of_the_former_build_can_neither_append_nor_start_after_the_migration()
    {
        var functions = await ListAsync("select pg_get_functiondef(oid) from pg_proc where pronamespace = 'es'::regnamespace and proname in ('append_group', 'append_plain', 'append_one') order by proname");
        Assert.NotEmpty(functions);
        await EventStoreSchema.ApplyAsync(_database.DataSource);

        await using var connection = await _database.DataSource.OpenConnectionAsync();
        foreach (var call in await ListAsync("""
            select format('select %s from %s.%I(%s)', coalesce((select string_agg(quote_ident(name), ', ') from unnest(proargmodes, proargnames) a (mode, name) where mode in ('o', 't')), '1'), pronamespace::regnamespace, proname,
                (select string_agg('null::' || format_type(a, null), ', ' order by n) from unnest(proargtypes::oid[]) with ordinality t (a, n)))
            from pg_proc where pronamespace = 'es'::regnamespace and proname in ('append_group', 'append_plain', 'append_one')
            """))
        {
            var e = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(connection, call));
            Assert.Contains("This database belongs to a newer build of EventSourced", e.MessageText);
        }
        // The former build creates these functions at startup.
        foreach (var function in functions)
        {
            var e = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(connection, function));
            Assert.Contains("a newer EventSourced has this database; upgrade this one", e.MessageText);
        }
        await EventStoreSchema.ApplyAsync(_database.DataSource);
        Assert.Equal(functions.Count, await CountAsync("select count(*) from pg_proc where pronamespace = 'es'::regnamespace and proname in ('append_group', 'append_plain', 'append_one') and prosrc like '%newer build of EventSourced%'"));
    }

    [Fact]
    public async Task is_not_migrated_while_a_worker_of_the_former_build_runs()
    {
        await using var worker = await _database.DataSource.OpenConnectionAsync();
        await ExecuteAsync(worker, "update es.lanes set owner = 'old-machine:17', backend_pid = pg_backend_pid() where lane = 'pulse'");
        var e = await Assert.ThrowsAsync<SchemaException>(() => EventStoreSchema.ApplyAsync(_database.DataSource));
        Assert.Contains("whose workers still run: pulse (old-machine:17)", e.Message);
        Assert.Equal(0, await CountAsync("select count(*) from pg_proc where proname = 'mt_quick_append_events'"));

        // A lane whose session no longer exists does not count.
        await ExecuteAsync(worker, "update es.lanes set backend_pid = 0 where lane = 'pulse'");
        await EventStoreSchema.ApplyAsync(_database.DataSource);
    }

    private async Task<string> LogAsync() => (await ListAsync(
        "select md5(string_agg(concat_ws('|', seq_id, id, tenant_id, stream_id, version, type, data, timestamp, correlation_id, causation_id, headers), E'\\n' order by seq_id)) from log.mt_events"))[0];

    private async Task<List<string>> ListAsync(string sql)
    {
        await using var command = _database.DataSource.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        List<string> list = [];
        while (await reader.ReadAsync()) list.Add(reader.GetString(0));
        return list;
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var command = _database.DataSource.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }
}
