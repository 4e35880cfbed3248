namespace EventSourced.ReadTables.Runtime;

/// <summary>Renews a lease periodically, however long pages take, and cancels a token when the lease is lost.</summary>
internal sealed class LaneRenewal : IAsyncDisposable
{
    private readonly LaneLease _lease;
    private readonly LeaseRenewals _renewals;
    private readonly CancellationTokenSource _lost;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _loop;
    private Exception? _cause;

    /// <summary>Starts the renewal.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="renewals">Renews it with those of the other lanes.</param>
    /// <param name="cancellationToken">Also cancels <see cref="Owned"/>.</param>
    public LaneRenewal(LaneLease lease, LeaseRenewals renewals, CancellationToken cancellationToken)
    {
        (_lease, _renewals) = (lease, renewals);
        _lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _loop = RenewAsync();
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

    private async Task RenewAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(_renewals.UntilNext, _ended.Token);
                await _renewals.RenewAsync(_lease);
            }
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
