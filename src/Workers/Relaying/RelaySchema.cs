using EventSourced.EventStore;
using Npgsql;

namespace EventSourced.Workers.Relaying;

/// <summary>Tables of the relay.</summary>
public static class RelaySchema
{
    /// <summary>Creates what is missing.</summary>
    /// <param name="source">The database.</param>
    /// <param name="options">Names of the schemas.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task ApplyAsync(NpgsqlDataSource source, EventStoreOptions options, CancellationToken cancellationToken = default)
    {
        var es = options.StateSchema;
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = new NpgsqlCommand($"""
            select pg_advisory_xact_lock({SchemaLock});
            set local client_min_messages = warning;
            create table if not exists {es}.relay_checkpoints (
                name     text primary key,
                position bigint not null
            );
            comment on table {es}.relay_checkpoints is 'How far each relay has read the log: the messages of everything up to here are confirmed by the broker.';
            comment on column {es}.relay_checkpoints.name is 'The relay.';
            comment on column {es}.relay_checkpoints.position is 'Position in the log.';
            create table if not exists {es}.relay_dead_letters (
                name        text not null,
                position    bigint not null,
                type        text not null,
                error       text not null,
                recorded_at timestamptz not null default now(),
                primary key (name, position)
            );
            comment on table {es}.relay_dead_letters is 'Events that a relay could not read, so that nothing was sent for them.';
            comment on column {es}.relay_dead_letters.name is 'The relay.';
            comment on column {es}.relay_dead_letters.position is 'Position of the event.';
            comment on column {es}.relay_dead_letters.type is 'Type of the event, as stored.';
            comment on column {es}.relay_dead_letters.error is 'Why it could not be read.';
            comment on column {es}.relay_dead_letters.recorded_at is 'When the relay met it.';
            """, connection, transaction);
        await command.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private const long SchemaLock = 0x4553_4c4f_4700_0010;
}
