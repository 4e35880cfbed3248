using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EventSourced.Commands.Health;

/// <summary>
/// A health check that answers in time whatever it asks does: it does not wait for a driver that waits for a server. A look that still goes on is joined and
/// not begun again, so that looks do not pile up; register the check as a singleton.
/// </summary>
public abstract class BoundedHealthCheck : IHealthCheck
{
    private readonly Lock _lock = new();
    private Task<HealthCheckResult>? _look;

    /// <summary>How long a caller waits at most; with the look-up of a token it stays within the 3 seconds that health may take.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return await Look().WaitAsync(Limit, cancellationToken);
        }
        catch (TimeoutException)
        {
            return HealthCheckResult.Unhealthy($"{Subject} has not answered for {Limit.TotalSeconds:0} s.");
        }
    }

    /// <summary>What is asked.</summary>
    protected abstract string Subject { get; }

    /// <summary>Looks once.</summary>
    /// <param name="cancellationToken">Cancelled when nobody waits for the answer any more.</param>
    protected abstract Task<HealthCheckResult> LookAsync(CancellationToken cancellationToken);

    private Task<HealthCheckResult> Look()
    {
        lock (_lock)
        {
            // What others ask is no part of this caller's trace.
            using (ExecutionContext.SuppressFlow())
                return _look is { IsCompleted: false } ? _look : _look = Task.Run(OnceAsync, CancellationToken.None);
        }
    }

    private async Task<HealthCheckResult> OnceAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            return await LookAsync(limit.Token);
        }
        catch (Exception e)
        {
            return HealthCheckResult.Unhealthy($"{Subject} does not answer: {e.Message}");
        }
    }
}
