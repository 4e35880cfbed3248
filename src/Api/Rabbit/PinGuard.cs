using System.Net;
using Microsoft.Extensions.Logging;

namespace EventSourced.Api.Rabbit;

/// <summary>
/// Bounds how often PINs are guessed: from one address, and from all that gave no right PIN lately. Each lockout lasts twice as long as the one before. A try
/// counts as wrong from its beginning until it turns out right, so that tries at the same moment do not pass the limit together.
/// </summary>
internal sealed partial class PinGuard(RabbitHttpOptions options, TimeProvider time, ILogger<PinGuard> logger)
{
    // Past it, addresses that are neither locked nor counting are forgotten.
    private const int ManyAddresses = 10_000;
    private static readonly TimeSpan s_trusted = TimeSpan.FromDays(1);
    private readonly RabbitLimitOptions _limits = options.Limits;
    private readonly Lock _lock = new();
    private readonly Dictionary<UInt128, Tries> _addresses = [];
    private readonly Dictionary<UInt128, DateTimeOffset> _trusted = [];
    private readonly Tries _all = new();

    /// <summary>Begins a try.</summary>
    /// <exception cref="RabbitException">The address, or everybody, has to wait.</exception>
    public void Begin(IPAddress? address)
    {
        var key = RabbitLimits.KeyOf(address);
        var now = time.GetUtcNow();
        lock (_lock)
        {
            // A parent is not locked out by what others do.
            var trusted = _trusted.TryGetValue(key, out var until) && until > now;
            var own = _addresses.GetValueOrDefault(key);
            var wait = Max(own?.LockedUntil, trusted ? null : _all.LockedUntil) - now;
            if (wait > TimeSpan.Zero)
                throw new RabbitException(429, RabbitCodes.RateLimitExceeded, "Too many wrong PINs were given. Wait, and try again.") { RetryAfter = wait };
            if (own is null)
            {
                if (_addresses.Count >= ManyAddresses) Forget(now);
                _addresses[key] = own = new Tries();
            }
            if (own.Add(now, _limits.WrongPins, _limits) is { } locked) AddressLocked(address, _limits.WrongPins, locked);
            if (!trusted && _all.Add(now, _limits.WrongPinsInAll, _limits) is { } all) AllLocked(_limits.WrongPinsInAll, _addresses.Count, all);
        }
    }

    /// <summary>Says that a try was right.</summary>
    public void Right(IPAddress? address)
    {
        var key = RabbitLimits.KeyOf(address);
        var now = time.GetUtcNow();
        lock (_lock)
        {
            _addresses.Remove(key);
            if (!_trusted.TryGetValue(key, out var until) || until <= now) _all.TakeBack();
            _trusted[key] = now + s_trusted;
            if (_trusted.Count >= ManyAddresses) foreach (var old in _trusted.Where(t => t.Value <= now).Select(t => t.Key).ToList()) _trusted.Remove(old);
        }
    }

    /// <summary>Says that a try was wrong. The log has one line for the first of a burst; the next when it leads to a lockout.</summary>
    public void Wrong(IPAddress? address)
    {
        lock (_lock)
        {
            if (_addresses.TryGetValue(RabbitLimits.KeyOf(address), out var own) && own.SaysFirst()) FirstWrong(address, _limits.Window);
        }
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var old in _addresses.Where(a => a.Value.IsOver(now, _limits)).Select(a => a.Key).ToList()) _addresses.Remove(old);
    }

    private static DateTimeOffset? Max(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other : one;

    [LoggerMessage(LogLevel.Warning, "A wrong PIN was given from {Address}. More of them within {Window} are counted, not logged.")]
    private partial void FirstWrong(IPAddress? address, TimeSpan window);

    [LoggerMessage(LogLevel.Warning, "{Count} wrong PINs were given from {Address}: it is locked out for {Pause}.")]
    private partial void AddressLocked(IPAddress? address, int count, TimeSpan pause);

    [LoggerMessage(LogLevel.Warning, "{Count} wrong PINs were given in all, lately from {Addresses} addresses: addresses that gave no right PIN in the last day are locked out for {Pause}.")]
    private partial void AllLocked(int count, int addresses, TimeSpan pause);

    /// <summary>Tries of one window, and how long the next lockout lasts.</summary>
    private sealed class Tries
    {
        private DateTimeOffset _began;
        private int _count;
        private int _lockouts;
        private bool _said;

        public DateTimeOffset? LockedUntil { get; private set; }

        /// <summary>Counts a try.</summary>
        /// <returns>How long everything is locked from the next try on, when this one was the last.</returns>
        public TimeSpan? Add(DateTimeOffset now, int most, RabbitLimitOptions limits)
        {
            if (now - _began >= limits.Window) (_began, _count, _said) = (now, 0, false);
            if (LockedUntil is { } before && now - before > limits.LongestLockout) (LockedUntil, _lockouts) = (null, 0);
            if (++_count < most) return null;
            var pause = TimeSpan.FromTicks(Math.Min(limits.LongestLockout.Ticks, limits.Window.Ticks << Math.Min(_lockouts, 20)));
            _lockouts++;
            (LockedUntil, _count) = (now + pause, 0);
            return pause;
        }

        /// <summary>Takes a try back that was right; a lockout that it caused is lifted.</summary>
        public void TakeBack()
        {
            if (_count > 0) _count--;
            else if (LockedUntil is not null) (LockedUntil, _lockouts) = (null, Math.Max(0, _lockouts - 1));
        }

        public bool SaysFirst() => !_said && (_said = true);

        public bool IsOver(DateTimeOffset now, RabbitLimitOptions limits) => now - _began >= limits.Window && (LockedUntil is not { } until || now - until > limits.LongestLockout);
    }
}
