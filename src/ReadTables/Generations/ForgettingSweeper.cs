using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventSourced.ReadTables.Generations;

/// <summary>Drops forgotten data in each worker process, independently of long operations.</summary>
/// <param name="forgettings">Drops the data.</param>
/// <param name="logger">Log.</param>
public sealed partial class ForgettingSweeper(Forgettings forgettings, ILogger<ForgettingSweeper> logger) : BackgroundService
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_longPause = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = s_pause;
            try
            {
                foreach (var why in await forgettings.SweepAsync(stoppingToken))
                {
                    LogKept(why);
                    pause = s_longPause;
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
            await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Forgotten data is not dropped yet: {Why}")]
    private partial void LogKept(string why);

    [LoggerMessage(LogLevel.Warning, "Dropping forgotten data failed; it is retried")]
    private partial void LogInterrupted(Exception exception);
}
