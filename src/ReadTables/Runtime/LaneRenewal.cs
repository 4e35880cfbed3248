namespace EventSourced.ReadTables.Runtime;

/// <summary>Renews a lease at regular times, however long pages take, and tells when it is lost.</summary>
internal sealed class LaneRenewal : IAsyncDisposable
{
    private readonly LaneLease _lease;
    private readonly CancellationTokenSource _lost;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _loop;
    private Exception? _cause;

    /// <summary>Begins to renew.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="every">Time between two renewals.</param>
    /// <param name="patience">How long a renewal may take before the lease counts as lost.</param>
    /// <param name="cancellationToken">Cancels <see cref="Owned"/> too.</param>
    public LaneRenewal(LaneLease lease, TimeSpan every, TimeSpan patience, CancellationToken cancellationToken)
    {
        _lease = lease;
        _lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _loop = RenewAsync(every, patience);
    }

    /// <summary>Cancelled when the lease is lost.</summary>
    public CancellationToken Owned => _lost.Token;

    /// <summary>Runs what needs the lease.</summary>
    /// <exception cref="LaneLostException">The lease was lost meanwhile.</exception>
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

    private async Task RenewAsync(TimeSpan every, TimeSpan patience)
    {
        using var timer = new PeriodicTimer(every);
        try
        {
            // A renewal that has begun is not broken off: that would take the session along, which still has to give back the lock.
            while (await timer.WaitForNextTickAsync(_ended.Token)) await _lease.RenewAsync(patience, CancellationToken.None);
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
