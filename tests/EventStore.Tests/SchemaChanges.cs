using EventSourced.EventStore.Schema;
using EventSourced.Testing;

namespace EventSourced.EventStore.Tests;

/// <summary>Applying the schema to a database that was changed.</summary>
public sealed class SchemaChanges : IAsyncLifetime
{
    private static readonly EventStoreSchema s_own = new(LogFixture.Codec, LogFixture.Options, []);

    private TestDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateAsync("schema_changes");

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Theory]
    [InlineData("alter table es.commands drop column runs", "es.commands.runs")]
    [InlineData("drop index es.commands_open", "es.commands_open")]
    [InlineData("alter table es.personal_keys drop constraint personal_keys_check", "es.personal_keys.personal_keys_check")]
    [InlineData("comment on column es.claims.name is null", "es.claims.name")]
    [InlineData("comment on table es.secrets is 'Something else.'", "es.secrets")]
    [InlineData("drop table es.claims", "es.claims")]
    [InlineData("alter table log.mt_streams drop column compacted_version", "log.mt_streams")]
    [InlineData("drop index log.pk_mt_events_stream_and_version", "log.mt_events")]
    [InlineData("alter table log.mt_events alter column seq_id drop default", "log.mt_events_settings")]
    [InlineData("comment on column log.mt_events.data is null", "log.mt_events_settings")]
    public async Task a_missing_object_is_named_and_restored(string damage, string name)
    {
        await EventStoreSchema.ApplyAsync(_database.DataSource);
        Assert.Empty(await s_own.CompareAsync(_database.DataSource));
        await ExecuteAsync(damage);
        Assert.Contains(await s_own.CompareAsync(_database.DataSource), d => d.Split(' ')[0] == name);

        await EventStoreSchema.ApplyAsync(_database.DataSource);
        Assert.Empty(await s_own.CompareAsync(_database.DataSource));
        await AppendAsync();
    }

    [Fact]
    public async Task a_schema_that_is_newer_than_the_build_is_refused()
    {
        await EventStoreSchema.ApplyAsync(_database.DataSource);
        await ExecuteAsync("comment on schema es is 'Schema version 99.'");
        foreach (var use in (Func<Task>[])[() => EventStoreSchema.ApplyAsync(_database.DataSource), () => s_own.CompareAsync(_database.DataSource)])
        {
            var e = await Assert.ThrowsAsync<SchemaException>(use);
            Assert.Contains($"schema version 99, but this build supports {EventStoreSchema.Version}", e.Message);
        }
    }

    [Fact]
    public async Task a_column_of_another_type_is_refused_by_name_and_nothing_is_changed()
    {
        await ExecuteAsync("create schema es; create table es.claims (name integer, owner text, taken_at timestamptz)");
        foreach (var use in (Func<Task>[])[() => EventStoreSchema.ApplyAsync(_database.DataSource), () => s_own.CompareAsync(_database.DataSource)])
        {
            var e = await Assert.ThrowsAsync<SchemaException>(use);
            Assert.StartsWith("es.claims.name has the type integer, but text is expected", e.Message);
        }
        Assert.Equal(1, await ScalarAsync<long>("select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('es', 'log') and c.relkind = 'r'"));
    }

    [Theory]
    [InlineData("perform pg_terminate_backend(pg_backend_pid())")]
    [InlineData("raise query_canceled")]
    public async Task an_interrupted_apply_is_completed_by_the_next(string kill)
    {
        // A sequence is not rolled back: each DDL statement counts once, and every thirteenth ends its session.
        await ExecuteAsync($"""
            create sequence public.statements;
            create function public.kill() returns event_trigger language plpgsql as $$ begin if nextval('public.statements') % 13 = 5 then {kill}; end if; end $$;
            create event trigger kill on ddl_command_end execute function public.kill();
            """);
        var killed = 0;
        for (var tries = 0; tries < 12; tries++)
        {
            try
            {
                await EventStoreSchema.ApplyAsync(_database.DataSource);
                break;
            }
            catch (Exception e) when (e is not SchemaException)
            {
                killed++;
            }
        }
        Assert.True(killed > 0, "No session was ended.");
        await ExecuteAsync("drop event trigger kill");
        await EventStoreSchema.ApplyAsync(_database.DataSource);
        Assert.Empty(await s_own.CompareAsync(_database.DataSource));
        await AppendAsync();
    }

    private async Task AppendAsync()
    {
        await using var store = new PostgresEventStore(_database.DataSource, LogFixture.Codec);
        var metadata = Some.Metadata();
        await store.AppendAsync(new Append([Some.To(Some.Stream(), ExpectedVersion.NoStream)], metadata, Some.Outcome(metadata)));
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = _database.DataSource.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
