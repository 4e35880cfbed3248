using EventSourced.EventStore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>
/// Raises the signal for events that nobody signalled: those of other applications, and those whose signal was lost. It polls for all lanes of the process, and
/// less often while the log does not grow.
/// </summary>
internal sealed partial class LogPoller(IEventStore store, LogSignal signal, ProjectionOptions options, ILogger<LogPoller> logger)
{
    /// <summary>Polls until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var (known, pause) = (0L, options.PollInterval);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var watermark = await store.ReadWatermarkAsync(cancellationToken);
                if (watermark > known) signal.Raise();
                pause = watermark > known ? options.PollInterval : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, options.PollInterval.Ticks * options.IdlePollFactor));
                known = watermark;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                // The lanes detect it themselves.
                LogFailed(e);
            }
            var signalled = signal.Next;
            await Task.Delay(pause, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // A signalled event may wait for an open append, whose end is not signalled if it is rolled back.
            if (signalled.IsCompleted) pause = options.PollInterval;
        }
    }

    [LoggerMessage(LogLevel.Debug, "The log cannot be polled")]
    private partial void LogFailed(Exception exception);
}
