using EventSourced.EventStore;
using EventSourced.ReadTables.Generations;
using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Query;
using EventSourced.ReadTables.Runtime;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventSourced.ReadTables.Hosting;

/// <summary>Does the long work that administrators ask for, one piece at a time in each worker process.</summary>
/// <param name="catalog">The tables.</param>
/// <param name="store">The log.</param>
/// <param name="codec">Reads events.</param>
/// <param name="source">The database.</param>
/// <param name="options">How builds are done.</param>
/// <param name="projections">How this process calls itself.</param>
/// <param name="logger">Log.</param>
public sealed partial class OperationRunner(
    ReadTableCatalog catalog, IEventStore store, EventCodec codec, NpgsqlDataSource source, BuildOptions options, ProjectionOptions projections, ILogger<OperationRunner> logger)
    : BackgroundService
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var operations = new OperationStore(source, catalog);
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = s_look;
            try
            {
                await new ReplayStore(source, catalog).DropExpiredAsync(stoppingToken);
                await using var lease = await OperationLease.TakeAsync(source, operations, projections.Owner, stoppingToken);
                if (lease is not null)
                {
                    await RunAsync(lease, stoppingToken);
                    continue;
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
            {
                // The first start: the projection runtime is just creating the tables.
            }
            catch (Exception e) when (IsOutage(e) || e is NpgsqlException or OperationLostException)
            {
                // The work keeps its state; whoever takes it next goes on.
                LogInterrupted(e);
                pause = s_pause;
            }
            await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RunAsync(OperationLease lease, CancellationToken cancellationToken)
    {
        var operation = lease.Operation;
        var engine = new BuildEngine(catalog, store, codec, source, options);
        LogTaken(operation.Kind, operation.Id, string.Join(", ", operation.Request.Tables));
        ILongWork work = operation.Kind switch
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
        catch (Exception e) when (!IsOutage(e) && (e is QueryException or InvalidOperationException || Faults.MayLieInOneTable(e)))
        {
            error = string.Join(" ", new[] { e.Message, await CleanAsync(work, cancellationToken) }.OfType<string>());
            LogFailed(e, operation.Kind, operation.Id);
        }
        await lease.FinishAsync(state, result, error, cancellationToken);
        ReadTablesTelemetry.Ended(operation.Kind, state);
        LogEnded(operation.Kind, operation.Id, state);
    }

    /// <returns>What could not be taken away, because people made something that depends on it.</returns>
    private static async Task<string?> CleanAsync(ILongWork work, CancellationToken cancellationToken)
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

    // Passes by itself, or when an administrator has seen to it. What PostgreSQL says may also be the doing of a table.
    private static bool IsOutage(Exception e) => e is PersonalKeyException or EventStoreUnavailableException or IOException or TimeoutException;

    [LoggerMessage(LogLevel.Information, "Begins {Kind} {Id}: {Tables}")]
    private partial void LogTaken(string kind, Guid id, string tables);

    [LoggerMessage(LogLevel.Information, "Ended {Kind} {Id}: {State}")]
    private partial void LogEnded(string kind, Guid id, string state);

    [LoggerMessage(LogLevel.Error, "Failed {Kind} {Id}")]
    private partial void LogFailed(Exception exception, string kind, Guid id);

    [LoggerMessage(LogLevel.Warning, "Work was interrupted; it is taken up again")]
    private partial void LogInterrupted(Exception exception);
}
