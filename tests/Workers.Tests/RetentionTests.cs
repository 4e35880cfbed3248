using EventSourced.Contracts;
using EventSourced.EventStore;
using EventSourced.ReadTables;
using EventSourced.ReadTables.Schema;
using EventSourced.Workers.Relaying;
using EventSourced.Workers.Retention;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventSourced.Workers.Tests;

/// <summary>Ended commands are kept for the configured time and then removed.</summary>
public sealed class RetentionTests
{
    [Fact]
    public async Task Expired_rows_are_removed_in_batches_and_all_others_stay()
    {
        await using var world = await WorkersWorld.OpenAsync(memory: true);
        await new EventStoreSchema(new EventCodec(EventCatalog.Default, []), world.Options, [new RelaySchema()]).ApplyAsync(world.Database.DataSource);
        await ReadTableSchema.ApplyAsync(world.Database.DataSource, ReadTableCatalog.Scan(EventCatalog.Scan(typeof(Make).Assembly), typeof(Make).Assembly));
        await ExecuteAsync(world, """
            insert into es.commands (command_id, type, actor, status, accepted_at, finished_at)
            select gen_random_uuid(), 'old', '', status, now() - interval '31 days', now() - interval '31 days' from unnest(array['completed', 'rejected', 'failed']) status, generate_series(1, 5);
            insert into es.commands (command_id, type, actor, status, accepted_at, finished_at) values
                (gen_random_uuid(), 'young', '', 'completed', now() - interval '29 days', now() - interval '29 days'),
                (gen_random_uuid(), 'just ended', '', 'completed', now() - interval '31 days', now()),
                (gen_random_uuid(), 'open', '', 'accepted', now() - interval '31 days', null),
                (gen_random_uuid(), 'never sent', '', 'accepted', now() - interval '181 days', null);
            insert into es.operations (id, kind, request, actor, state, finished_at) values
                (gen_random_uuid(), 'verify', '{}', 'old', 'completed', now() - interval '91 days'),
                (gen_random_uuid(), 'verify', '{}', 'young', 'failed', now() - interval '89 days'),
                (gen_random_uuid(), 'replay', '{}', 'kept', 'completed', now() - interval '91 days');
            insert into es.operations (id, kind, request, actor, state, created_at) values (gen_random_uuid(), 'verify', '{}', 'queued', 'queued', now() - interval '91 days');
            insert into es.replays (name, position, tables, operation, expires_at) select 'kept', 1, '{}', id, now() from es.operations where actor = 'kept';
            insert into es.relay_dead_letters (name, position, type, error, recorded_at) values
                ('reactions', 1, 'old', '', now() - interval '91 days'), ('reactions', 2, 'young', '', now() - interval '89 days');
            insert into es.claims (name, owner, taken_at) values ('shop.order 1', 'a session', now() - interval '900 days');
            """);
        var sweeper = new RetentionSweeper(world.Database.DataSource, world.Options, new RetentionOptions { BatchSize = 4 }, NullLogger<RetentionSweeper>.Instance);

        Assert.Equal(15 + 1 + 1 + 1, await sweeper.SweepAsync(TestContext.Current.CancellationToken));

        Assert.Equal("just ended, open, young", await TextAsync(world, "select string_agg(type, ', ' order by type) from es.commands"));
        Assert.Equal("kept, queued, young", await TextAsync(world, "select string_agg(actor, ', ' order by actor) from es.operations"));
        Assert.Equal("young", await TextAsync(world, "select string_agg(type, ', ') from es.relay_dead_letters"));
        Assert.Equal("shop.order 1", await TextAsync(world, "select string_agg(name, ', ') from es.claims"));
        Assert.Equal(0, await sweeper.SweepAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("Commands", "00:10:00")]
    [InlineData("UnfinishedCommands", "2.00:00:00")]
    [InlineData("Every", "00:00:00")]
    [InlineData("BatchSize", "0")]
    public void An_invalid_setting_is_an_error_that_names_it(string name, string value)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new($"Retention:{name}", value)]).Build();

        var refused = Assert.Throws<InvalidOperationException>(() => RetentionOptions.From(configuration));

        Assert.StartsWith($"Retention:{name} is", refused.Message);
    }

    private static async Task ExecuteAsync(WorkersWorld world, string sql)
    {
        await using var command = world.Database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string?> TextAsync(WorkersWorld world, string sql)
    {
        await using var command = world.Database.DataSource.CreateCommand(sql);
        return await command.ExecuteScalarAsync() as string;
    }
}
