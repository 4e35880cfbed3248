using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EventSourced.Commands.Health;

/// <summary>
/// A health check with a time limit that does not depend on the driver's timeouts. Callers join a check that still runs, so that checks do not pile up; register it
/// as a singleton.
/// </summary>
public abstract class BoundedHealthCheck : IHealthCheck
{
    private readonly Lock _lock = new();
    private Task<HealthCheckResult>? _running;

    /// <summary>How long a caller waits at most. With the look-up of a token, the answer stays within the 3 seconds that health may take.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return await CheckOnce().WaitAsync(Limit, cancellationToken);
        }
        catch (TimeoutException)
        {
            return HealthCheckResult.Unhealthy($"{Subject} has not answered for {Limit.TotalSeconds:0} s.");
        }
    }

    /// <summary>Name of what is checked, for messages.</summary>
    protected abstract string Subject { get; }

    /// <summary>Runs the check once.</summary>
    /// <param name="cancellationToken">Cancelled at the time limit.</param>
    protected abstract Task<HealthCheckResult> CheckOnceAsync(CancellationToken cancellationToken);

    private Task<HealthCheckResult> CheckOnce()
    {
        lock (_lock)
        {
            // The check serves several callers, so it is not part of this caller's trace.
            using (ExecutionContext.SuppressFlow())
                return _running is { IsCompleted: false } ? _running : _running = Task.Run(RunAsync, CancellationToken.None);
        }
    }

    private async Task<HealthCheckResult> RunAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            return await CheckOnceAsync(limit.Token);
        }
        catch (Exception e)
        {
            return HealthCheckResult.Unhealthy($"{Subject} does not answer: {e.Message}");
        }
    }
}
