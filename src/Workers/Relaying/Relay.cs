using EventSourced.Commands.Bus;
using EventSourced.Commands.Modules;
using EventSourced.Contracts;
using EventSourced.EventStore;
using EventSourced.ReadTables.Runtime;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace EventSourced.Workers.Relaying;

/// <summary>
/// Follows the log and sends the commands that events trigger. The checkpoint advances after the broker has confirmed them, so each is sent at least once.
/// One process of the cluster relays at a time: it holds an advisory lock on a dedicated connection and saves the checkpoint on the same connection, so that
/// it can write nothing after it has lost the lock. Each reaction has its own position, because during a rolling upgrade a process that does not know a reaction may relay.
/// </summary>
/// <param name="store">The log.</param>
/// <param name="codec">Reads events.</param>
/// <param name="source">The database.</param>
/// <param name="schemas">Names of the schemas.</param>
/// <param name="reactions">Which commands to send.</param>
/// <param name="sender">Sends them.</param>
/// <param name="signal">Wakes it when the log grows.</param>
/// <param name="options">Names of the queues.</param>
/// <param name="logger">Log.</param>
public sealed partial class Relay(
    IEventStore store, EventCodec codec, NpgsqlDataSource source, EventStoreOptions schemas, ReactionCatalog reactions, IBusSender sender, LogSignal signal, BusOptions options, ILogger<Relay> logger)
    : BackgroundService
{
    private const string Name = "reactions";
    private const long Lock = 0x4553_4c4f_4700_0011;
    private const int Page = 500;

    // Positions without a reaction are saved rarely: reading them again after a restart sends nothing.
    private const long CheckpointEvery = 10_000;
    private static readonly TimeSpan LockInterval = TimeSpan.FromMilliseconds(250);

    // The signal also comes from a poll of the log, see LogPoller.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BatchPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                if (e is BusUnavailableException) Waits(e.Message);
                else Restarts(e);
                await Task.Delay(RetryPause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        string[] types = [.. reactions.Events.SelectMany(codec.NamesOf)];
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        // Before the wait: a process of an earlier build may relay meanwhile, and send nothing for new reactions.
        if (!options.InMemory) await AddReactionsAsync(connection, cancellationToken);
        await TakeLockAsync(connection, cancellationToken);
        try
        {
            await FollowAsync(connection, types, cancellationToken);
        }
        finally
        {
            await ReleaseLockAsync(connection);
        }
    }

    private async Task FollowAsync(NpgsqlConnection connection, string[] types, CancellationToken cancellationToken)
    {
        var positions = options.InMemory ? [] : await ReadPositionsAsync(connection, cancellationToken);
        var saved = positions.Values.DefaultIfEmpty(0).Min();
        var after = saved;
        Began(after);
        while (true)
        {
            var wake = signal.Next;
            var page = await store.FollowAsync(after, Page, types, cancellationToken: cancellationToken);
            await SendAsync(connection, page, positions, cancellationToken);
            after = page.Position;
            if (page.Events.Count > 0 || after - saved >= CheckpointEvery) await SaveCheckpointAsync(connection, saved = after, cancellationToken);
            if (page.Position < page.Watermark) continue;
            // Larger pages are cheaper, because messages of one page are confirmed together.
            if (page.Events.Count > 0) await Task.Delay(BatchPause, cancellationToken);
            await wake.AtMostAsync(LongestWait, cancellationToken);
        }
    }

    // Polls: a statement that waits for a lock holds a snapshot, and no dead row of the database could be removed while another process relays.
    private static async Task TakeLockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var attempt = new NpgsqlCommand($"select pg_try_advisory_lock({Lock})", connection);
        while (await attempt.ExecuteScalarAsync(cancellationToken) is not true) await Task.Delay(LockInterval, cancellationToken);
    }

    // Returning the connection to the pool would not release the lock.
    private static async Task ReleaseLockAsync(NpgsqlConnection connection)
    {
        try
        {
            await using var release = new NpgsqlCommand($"select pg_advisory_unlock({Lock})", connection);
            await release.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            // The session has ended, and the lock with it.
        }
    }

    private async Task SendAsync(NpgsqlConnection connection, EventPage page, Dictionary<string, long> positions, CancellationToken cancellationToken)
    {
        List<(CommandEnvelope Envelope, bool IsJob)> messages = [];
        HashSet<IFollowUp> jobs = [];
        foreach (var recorded in page.Events)
        {
            try
            {
                var e = (IEvent)codec.Decode(recorded);
                foreach (var (command, isJob) in reactions.To(e))
                {
                    if (recorded.Position <= positions.GetValueOrDefault(KeyOf(e.GetType(), command.GetType()))) continue;
                    // A job processes everything that is due: equal ones of a page are sent once.
                    if (!isJob || jobs.Add(command)) messages.Add((FollowUps.Envelope(command, recorded.Id.ToString(), recorded.RecordedAt), isJob));
                }
            }
            catch (EventDecodingException e)
            {
                Unreadable(e, recorded.Position);
                await StoreDeadLetterAsync(connection, recorded, e, cancellationToken);
            }
        }
        await Task.WhenAll(messages.Select(m => sender.SendAsync(m.IsJob ? options.Jobs : options.FollowUpQueue(m.Envelope), m.Envelope, m.Envelope.CommandId, cancellationToken)));
    }

    // An event record has one name in each build, also when its older versions are read.
    private string KeyOf(Type e, Type command) => $"{codec.Catalog.Of(e).Name} {CommandCatalog.NameOf(command)}";

    private string[] Keys() => [.. reactions.All.Select(r => KeyOf(r.Event, r.Command))];

    /// <summary>Adds the reactions that no build had before, at the position of the relay: a new reaction is not sent for earlier events.</summary>
    private async Task AddReactionsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"""
            insert into {schemas.StateSchema}.relay_reactions (reaction, position)
            select reaction, coalesce((select position from {schemas.StateSchema}.relay_checkpoints where name = '{Name}'), 0) from unnest($1) reaction
            on conflict do nothing
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Keys() });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<Dictionary<string, long>> ReadPositionsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var positions = new Dictionary<string, long>();
        await using var command = new NpgsqlCommand($"select reaction, position from {schemas.StateSchema}.relay_reactions where reaction = any($1)", connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Keys() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) positions[reader.GetString(0)] = reader.GetInt64(1);
        return positions;
    }

    private async Task SaveCheckpointAsync(NpgsqlConnection connection, long position, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        // No flush to disk: a checkpoint that a crash of the server loses only sends commands again.
        batch.BatchCommands.Add(new NpgsqlBatchCommand("select set_config('synchronous_commit', 'off', true)"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"""
            with reactions as (update {schemas.StateSchema}.relay_reactions set position = $1 where reaction = any($2) and position < $1)
            insert into {schemas.StateSchema}.relay_checkpoints as c (name, position) values ('{Name}', $1)
            on conflict (name) do update set position = excluded.position where c.position < excluded.position
            """)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = position }, new NpgsqlParameter<string[]> { TypedValue = Keys() } },
        });
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task StoreDeadLetterAsync(NpgsqlConnection connection, RecordedEvent e, EventDecodingException reason, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"insert into {schemas.StateSchema}.relay_dead_letters (name, position, type, error) values ('{Name}', $1, $2, $3) on conflict do nothing", connection);
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bigint, Value = e.Position });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = e.Type });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = reason.Message });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "This process relays the log from position {Position}.")]
    private partial void Began(long position);

    [LoggerMessage(LogLevel.Warning, "The relay waits for the bus: {Reason}")]
    private partial void Waits(string reason);

    [LoggerMessage(LogLevel.Error, "The relay failed and restarts from its checkpoint.")]
    private partial void Restarts(Exception exception);

    [LoggerMessage(LogLevel.Error, "Nothing is sent for the event at position {Position}: it cannot be read. It is kept in relay_dead_letters.")]
    private partial void Unreadable(Exception exception, long position);
}
