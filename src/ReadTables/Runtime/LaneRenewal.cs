namespace EventSourced.ReadTables.Runtime;

/// <summary>Renews a lease periodically, however long pages take, and cancels a token when the lease is lost.</summary>
internal sealed class LaneRenewal : IAsyncDisposable
{
    private readonly LaneLease _lease;
    private readonly CancellationTokenSource _lost;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _loop;
    private Exception? _cause;

    /// <summary>Starts the renewal.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="interval">Time between two renewals.</param>
    /// <param name="timeout">How long a renewal may take before the lease is considered lost.</param>
    /// <param name="cancellationToken">Also cancels <see cref="Owned"/>.</param>
    public LaneRenewal(LaneLease lease, TimeSpan interval, TimeSpan timeout, CancellationToken cancellationToken)
    {
        _lease = lease;
        _lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _loop = RenewAsync(interval, timeout);
    }

    /// <summary>Cancelled when the lease is lost.</summary>
    public CancellationToken Owned => _lost.Token;

    /// <summary>Runs work that needs the lease.</summary>
    /// <exception cref="LaneLostException">The lease was lost.</exception>
    public async Task RunAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            await work(Owned);
        }
        catch (OperationCanceledException) when (_cause is not null)
        {
            throw _cause as LaneLostException ?? new LaneLostException(_lease.Lane, _lease.Epoch, _cause);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _loop;
        _ended.Dispose();
        _lost.Dispose();
    }

    private async Task RenewAsync(TimeSpan interval, TimeSpan timeout)
    {
        using var timer = new PeriodicTimer(interval);
        try
        {
            // A running renewal is not cancelled: that would end the session, which still has to release the lock.
            while (await timer.WaitForNextTickAsync(_ended.Token)) await _lease.RenewAsync(timeout, CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception e)
        {
            _cause = e;
            await _lost.CancelAsync();
        }
    }
}
