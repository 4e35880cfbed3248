using EventSourced.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.EventStore.Tests;

public sealed class Schema : IAsyncLifetime
{
    private static EventStoreSchema Own { get; } = new(LogFixture.Codec, LogFixture.Options, []);

    private TestDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateAsync("schema");

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task processes_that_start_at_the_same_time_apply_it_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => EventStoreSchema.ApplyAsync(_database.DataSource))));
        await EventStoreSchema.ApplyAsync(_database.DataSource);
        Assert.Equal(6, await CountAsync("select count(*) from information_schema.tables where table_schema = 'es'"));
        Assert.Empty(await Own.CompareAsync(_database.DataSource));
    }

    [Fact]
    public async Task ids_compare_byte_by_byte_and_positions_are_not_cached()
    {
        await EventStoreSchema.ApplyAsync(_database.DataSource);
        Assert.Equal(4, await CountAsync("""
            select count(*) from pg_attribute a join pg_collation c on c.oid = a.attcollation and c.collname = 'C'
            where a.attrelid in ('log.mt_events'::regclass, 'log.mt_streams'::regclass) and a.attname in ('tenant_id', 'stream_id', 'id')
            """));
        // A cached position would be assigned to a session before its transaction holds the lock of the sequence.
        Assert.Equal(1, await CountAsync("select seqcache from pg_sequence where seqrelid = 'log.mt_events_sequence'::regclass"));
    }

    [Fact]
    public async Task every_table_and_column_is_documented()
    {
        await EventStoreSchema.ApplyAsync(_database.DataSource);
        Assert.Equal(0, await CountAsync("""
            select count(*) from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
            where c.relnamespace in ('log'::regnamespace, 'es'::regnamespace) and c.relkind = 'r' and not a.attisdropped
              and (col_description(c.oid, a.attnum) is null or obj_description(c.oid) is null)
            """));
    }

    [Fact]
    public async Task two_logs_can_share_a_database()
    {
        var other = new EventStoreOptions { LogSchema = "log_b", StateSchema = "es_b" };
        await EventStoreSchema.ApplyAsync(_database.DataSource);
        await EventStoreSchema.ApplyAsync(_database.DataSource, other);
        await using var store = new PostgresEventStore(_database.DataSource, LogFixture.Codec, other);
        await store.AppendAsync(Some.Append(Some.To("s", ExpectedVersion.NoStream)));
        Assert.Equal(0, await CountAsync("select count(*) from log.mt_events"));
        Assert.Equal(1, await CountAsync("select count(*) from log_b.mt_events"));
    }

    [Fact]
    public void a_schema_name_that_needs_quotes_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new EventStoreOptions { LogSchema = "log; drop" });
        Assert.Throws<ArgumentException>(() => new EventStoreOptions { StateSchema = "" });
        Assert.Throws<ArgumentException>(() => new EventStoreOptions { MasterKey = new byte[16] });
    }

    [Fact]
    public async Task one_call_registers_all_services()
    {
        var folder = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
        await EventStoreSchema.ApplyAsync(_database.DataSource);
        await using (var services = new ServiceCollection().AddSingleton(LogFixture.Codec.Catalog).AddEventStore(new EventStoreOptions { ConnectionString = _database.ConnectionString, ObjectFolder = folder }).BuildServiceProvider())
        {
            await services.GetRequiredService<IEventStore>().AppendAsync(Some.Append(Some.To("s", ExpectedVersion.NoStream)));
            Assert.Same(services.GetRequiredService<IEventStore>(), services.GetRequiredService<PostgresEventStore>());
            Assert.Null(await services.GetRequiredService<CommandLedger>().FindAsync(Guid.NewGuid()));
            Assert.Null(await services.GetRequiredService<ISecretStore>().FindAsync("nothing"));
            Assert.False(await services.GetRequiredService<IObjectStore>().ExistsAsync("a/b.txt"));
        }
        Directory.Delete(folder, recursive: true);
    }

    private Task<string> ColumnsAsync(string table) => ScalarAsync<string>($"""
        select string_agg(attname || ' ' || format_type(atttypid, atttypmod) || case when attnotnull then ' not null' else '' end, '|' order by attnum)
        from pg_attribute where attrelid = '{table}'::regclass and attnum > 0 and not attisdropped
        """);

    private Task<long> CountAsync(string sql) => ScalarAsync<long>(sql);

    private async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = _database.DataSource.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
