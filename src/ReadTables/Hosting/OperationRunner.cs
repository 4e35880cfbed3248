using EventSourced.EventStore;
using EventSourced.EventStore.Personal;
using EventSourced.ReadTables.Generations;
using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Query;
using EventSourced.ReadTables.Runtime;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventSourced.ReadTables.Hosting;

/// <summary>Runs the operations that administrators request, one at a time in each worker process.</summary>
/// <param name="catalog">The tables.</param>
/// <param name="store">The log.</param>
/// <param name="codec">Reads events.</param>
/// <param name="source">The database.</param>
/// <param name="options">Settings of builds.</param>
/// <param name="projections">The name of this process.</param>
/// <param name="changes">Notifies of requested operations.</param>
/// <param name="logger">Log.</param>
public sealed partial class OperationRunner(
    ReadTableCatalog catalog, IEventStore store, EventCodec codec, NpgsqlDataSource source, BuildOptions options, ProjectionOptions projections, StateChanges changes,
    ILogger<OperationRunner> logger)
    : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(400);

    // Reached about ten seconds after the last operation.
    private static readonly TimeSpan s_idleInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var operations = new OperationStore(source, catalog);
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = s_interval;
            try
            {
                // Looks are frequent, nearly every one finds nothing, and a pooled connection would be reset by seven statements after each.
                await using var connection = await source.OpenConnectionAsync(stoppingToken);
                var idle = s_interval;
                while (true)
                {
                    var changed = changes.NextOf(StateChanges.Operations);
                    var (hasExpiredReplays, hasOperations) = await LookAsync(connection, stoppingToken);
                    if (hasExpiredReplays) await new ReplayStore(source, catalog).DropExpiredAsync(stoppingToken);
                    if (hasOperations)
                    {
                        await using var lease = await OperationLease.TakeAsync(source, operations, projections.Owner, stoppingToken);
                        if (lease is not null)
                        {
                            await RunAsync(lease, stoppingToken);
                            idle = s_interval;
                            continue;
                        }
                    }
                    // Another worker runs it, and may end it at any time.
                    await changed.AtMostAsync(hasOperations ? idle : changes.Interval(idle), stoppingToken);
                    idle = hasOperations ? s_interval : TimeSpan.FromTicks(Math.Min((long)(idle.Ticks * 1.1), s_idleInterval.Ticks));
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
            {
                // On the first start, the projection runtime may not have created the tables yet.
            }
            catch (Exception e) when (IsOutage(e) || e is NpgsqlException or OperationLostException)
            {
                // The operation keeps its state: the worker that takes it next resumes it.
                LogInterrupted(e);
                pause = s_pause;
            }
            await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<(bool HasExpiredReplays, bool HasOperations)> LookAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var look = new NpgsqlCommand(
            "SELECT EXISTS (SELECT FROM es.replays WHERE expires_at < now()), EXISTS (SELECT FROM es.operations WHERE state IN ('queued', 'running'))", connection);
        await using var reader = await look.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetBoolean(0), reader.GetBoolean(1));
    }

    private async Task RunAsync(OperationLease lease, CancellationToken cancellationToken)
    {
        var operation = lease.Operation;
        var engine = new BuildEngine(catalog, store, codec, source, options);
        LogStarted(operation.Kind, operation.Id, string.Join(", ", operation.Request.Tables));
        IOperationTask work = operation.Kind switch
        {
            OperationKind.Rebuild => new Rebuild(engine, lease),
            OperationKind.Verify => new Verification(engine, lease),
            OperationKind.Replay => new Replay(engine, lease),
            _ => throw new InvalidOperationException($"Unknown kind of operation {operation.Kind}."),
        };
        var (state, result, error) = ("failed", (string?)null, (string?)null);
        try
        {
            var ended = await work.RunAsync(cancellationToken);
            (state, result, error) = (ended.Succeeded ? "completed" : "failed", ended.Json, ended.Error);
        }
        catch (OperationCancelledException)
        {
            error = await CleanAsync(work, cancellationToken);
            state = "cancelled";
        }
        catch (Exception e) when (!IsOutage(e) && (e is QueryException or InvalidOperationException || Faults.IsTableFault(e)))
        {
            error = string.Join(" ", new[] { e.Message, await CleanAsync(work, cancellationToken) }.OfType<string>());
            LogFailed(e, operation.Kind, operation.Id);
        }
        await lease.FinishAsync(state, result, error, cancellationToken);
        ReadTablesTelemetry.Ended(operation.Kind, state);
        LogEnded(operation.Kind, operation.Id, state);
    }

    /// <returns>What could not be dropped because objects of users depend on it, or null.</returns>
    private static async Task<string?> CleanAsync(IOperationTask work, CancellationToken cancellationToken)
    {
        try
        {
            await work.CleanAsync(cancellationToken);
            return null;
        }
        catch (QueryException e)
        {
            return e.Message;
        }
    }

    // An outage ends by itself or by an administrator's action. An error of PostgreSQL, in contrast, may be the fault of a table.
    private static bool IsOutage(Exception e) => e is PersonalKeyException or EventStoreUnavailableException or IOException or TimeoutException;

    [LoggerMessage(LogLevel.Information, "Started {Kind} {Id}: {Tables}")]
    private partial void LogStarted(string kind, Guid id, string tables);

    [LoggerMessage(LogLevel.Information, "Ended {Kind} {Id}: {State}")]
    private partial void LogEnded(string kind, Guid id, string state);

    [LoggerMessage(LogLevel.Error, "Failed {Kind} {Id}")]
    private partial void LogFailed(Exception exception, string kind, Guid id);

    [LoggerMessage(LogLevel.Warning, "The operation was interrupted; it is resumed")]
    private partial void LogInterrupted(Exception exception);
}
