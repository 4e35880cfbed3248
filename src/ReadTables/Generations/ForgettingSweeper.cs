using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventSourced.ReadTables.Generations;

/// <summary>Sweeps in each worker process: work that takes long must not hold up what is to be forgotten.</summary>
/// <param name="forgettings">What is to go.</param>
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
                // The first start: the projection runtime is just creating the tables.
            }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
            {
                LogInterrupted(e);
            }
            await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(LogLevel.Warning, "What was forgotten is still kept: {Why}")]
    private partial void LogKept(string why);

    [LoggerMessage(LogLevel.Warning, "What was forgotten could not be looked for; it is tried again")]
    private partial void LogInterrupted(Exception exception);
}
