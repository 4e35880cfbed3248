using EventSourced.EventStore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventSourced.Workers.Retention;

/// <summary>
/// Removes expired rows in small transactions: outcomes of commands, finished operations, dead letters of the relay. Every worker sweeps and skips rows that another
/// worker removes at the moment. Claims and keys are never removed, because the log depends on them.
/// </summary>
/// <param name="source">The database.</param>
/// <param name="schemas">Names of the schemas.</param>
/// <param name="options">Retention times.</param>
/// <param name="logger">Log.</param>
public sealed partial class RetentionSweeper(NpgsqlDataSource source, EventStoreOptions schemas, RetentionOptions options, ILogger<RetentionSweeper> logger) : BackgroundService
{
    /// <summary>Removes all expired rows.</summary>
    /// <param name="cancellationToken">Stops after the current transaction.</param>
    /// <returns>Number of removed rows.</returns>
    public async Task<long> SweepAsync(CancellationToken cancellationToken = default)
    {
        var es = schemas.StateSchema;
        var removed = await RemoveAsync($"{es}.commands", "status <> 'accepted' AND accepted_at < now() - $2 AND finished_at < now() - $2", options.Commands, cancellationToken);
        removed += await RemoveAsync($"{es}.commands", "status = 'accepted' AND accepted_at < now() - $2", options.UnfinishedCommands, cancellationToken);
        // An operation is kept as long as its generation or replay exists.
        removed += await RemoveAsync("es.operations", """
            finished_at < now() - $2 AND state IN ('completed', 'failed', 'cancelled')
            AND NOT EXISTS (SELECT FROM es.replays r WHERE r.operation = id) AND NOT EXISTS (SELECT FROM es.generations g WHERE g.operation = id)
            """, options.Operations, cancellationToken);
        removed += await RemoveAsync($"{es}.relay_dead_letters", "recorded_at < now() - $2", options.RelayDeadLetters, cancellationToken);
        if (removed > 0) LogRemoved(removed);
        return removed;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
            {
                // First start: the projection runtime is still creating the tables.
            }
            catch (NpgsqlException e)
            {
                LogInterrupted(e);
            }
            await Task.Delay(options.Every, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<long> RemoveAsync(string table, string condition, TimeSpan keptFor, CancellationToken cancellationToken)
    {
        var total = 0L;
        while (true)
        {
            await using var command = source.CreateCommand($"""
                WITH gone AS MATERIALIZED (SELECT ctid FROM {table} WHERE {condition} LIMIT $1 FOR UPDATE SKIP LOCKED)
                DELETE FROM {table} t USING gone WHERE t.ctid = gone.ctid
                """);
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = options.BatchSize });
            command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = keptFor });
            var removed = await command.ExecuteNonQueryAsync(cancellationToken);
            total += removed;
            if (removed < options.BatchSize) return total;
        }
    }

    [LoggerMessage(LogLevel.Information, "Retention removed {Rows} rows of commands, operations and dead letters.")]
    private partial void LogRemoved(long rows);

    [LoggerMessage(LogLevel.Warning, "The retention sweep failed and runs again at its next interval.")]
    private partial void LogInterrupted(Exception exception);
}
