using System.Threading.RateLimiting;

namespace EventSourced.Api.Access;

/// <summary>
/// How much a caller may take within a sliding window, in this process. A caller that was idle for a window is forgotten, so that memory holds only recent ones.
/// </summary>
/// <param name="permits">Maximum within a window.</param>
/// <param name="window">Length of the window.</param>
internal sealed class WindowLimit<TKey>(int permits, TimeSpan window) : IDisposable where TKey : notnull
{
    private const int Segments = 6;

    private readonly PartitionedRateLimiter<TKey> _limiter = PartitionedRateLimiter.Create<TKey, TKey>(key => RateLimitPartition.GetSlidingWindowLimiter(key, _ => new SlidingWindowRateLimiterOptions
    {
        PermitLimit = permits,
        Window = window,
        SegmentsPerWindow = Segments,
        QueueLimit = 0,
    }));

    /// <summary>Takes some for a caller.</summary>
    /// <param name="key">The caller.</param>
    /// <param name="count">How much.</param>
    /// <returns>Null, or how long to wait before the next try: nothing was taken.</returns>
    public TimeSpan? Take(TKey key, int count = 1)
    {
        using var lease = _limiter.AttemptAcquire(key, count);
        if (lease.IsAcquired) return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var known) && known > TimeSpan.Zero ? known : window / Segments;
    }

    public void Dispose() => _limiter.Dispose();
}
