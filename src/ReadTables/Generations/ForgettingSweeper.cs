using EventSourced.ReadTables.Runtime;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventSourced.ReadTables.Generations;

/// <summary>Drops forgotten data in each worker process, independently of long operations.</summary>
/// <param name="source">The database.</param>
/// <param name="forgettings">Drops the data.</param>
/// <param name="changes">Notifies of events that forget data.</param>
/// <param name="logger">Log.</param>
public sealed partial class ForgettingSweeper(NpgsqlDataSource source, Forgettings forgettings, StateChanges changes, ILogger<ForgettingSweeper> logger) : BackgroundService
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_longPause = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // Nearly every look finds nothing, and a pooled connection would be reset by seven statements after each.
                await using var connection = await source.OpenConnectionAsync(stoppingToken);
                await using var look = new NpgsqlCommand("SELECT EXISTS (SELECT FROM es.forgettings)", connection);
                while (true)
                {
                    var changed = changes.NextOf(StateChanges.Forgettings);
                    var pause = await look.ExecuteScalarAsync(stoppingToken) is true ? await SweepAsync(stoppingToken) : changes.Interval(s_pause);
                    await changed.AtMostAsync(pause, stoppingToken);
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
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
            {
                LogInterrupted(e);
            }
            await Task.Delay(s_pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>The pause until the next sweep.</returns>
    private async Task<TimeSpan> SweepAsync(CancellationToken cancellationToken)
    {
        var kept = await forgettings.SweepAsync(cancellationToken);
        foreach (var why in kept) LogKept(why);
        return kept.Count > 0 ? s_longPause : s_pause;
    }

    [LoggerMessage(LogLevel.Warning, "Forgotten data is not dropped yet: {Why}")]
    private partial void LogKept(string why);

    [LoggerMessage(LogLevel.Warning, "Dropping forgotten data failed; it is retried")]
    private partial void LogInterrupted(Exception exception);
}
