using System.Collections.Concurrent;

namespace EventSourced.Api.Fastest.Identity;

/// <summary>
/// When devices polled last, in this process, so that one that polls faster than the interval is told to slow down (RFC 8628, 3.5). Several processes each allow their own
/// interval, which does no harm: a code is exchanged once all the same.
/// </summary>
internal sealed class PollTimes(TimeProvider time)
{
    /// <summary>Seconds between two polls.</summary>
    public const int Interval = 5;

    private static readonly TimeSpan s_kept = TimeSpan.FromMinutes(15);
    private const int MaxKept = 100_000;
    private readonly ConcurrentDictionary<string, DateTimeOffset> _last = new(StringComparer.Ordinal);

    /// <summary>Records a poll. Returns whether it came too early after the one before.</summary>
    public bool IsTooFast(string deviceCode)
    {
        var now = time.GetUtcNow();
        if (_last.Count >= MaxKept) Forget(now);
        var before = DateTimeOffset.MinValue;
        _last.AddOrUpdate(deviceCode, now, (_, last) =>
        {
            before = last;
            return now;
        });
        return now - before < TimeSpan.FromSeconds(Interval);
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (code, last) in _last)
            if (now - last > s_kept) _last.TryRemove(code, out _);
    }
}
