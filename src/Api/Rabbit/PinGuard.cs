using System.Net;
using EventSourced.Api.Access;
using Microsoft.Extensions.Logging;

namespace EventSourced.Api.Rabbit;

/// <summary>
/// Limits attempts to guess PINs: per address, and in total for all addresses that gave no correct PIN recently. Each lockout lasts twice as long as the previous one.
/// An attempt counts as wrong from its start until it succeeds, so that concurrent attempts cannot exceed the limit.
/// </summary>
internal sealed partial class PinGuard(RabbitHttpOptions options, TimeProvider time, ILogger<PinGuard> logger)
{
    // Above it, addresses without a lockout or recent attempts are removed.
    private const int MaxAddresses = 10_000;
    private static readonly TimeSpan s_trusted = TimeSpan.FromDays(1);
    private readonly RabbitLimitOptions _limits = options.Limits;
    private readonly Lock _lock = new();
    private readonly Dictionary<UInt128, Attempts> _addresses = [];
    private readonly Dictionary<UInt128, DateTimeOffset> _trusted = [];
    private readonly Attempts _all = new();

    /// <summary>Starts an attempt.</summary>
    /// <exception cref="RabbitException">The address is locked out.</exception>
    public void Begin(IPAddress? address)
    {
        var key = CallerAddress.KeyOf(address);
        var now = time.GetUtcNow();
        lock (_lock)
        {
            // A parent is not locked out by other addresses.
            var trusted = _trusted.TryGetValue(key, out var until) && until > now;
            var own = _addresses.GetValueOrDefault(key);
            var wait = Max(own?.LockedUntil, trusted ? null : _all.LockedUntil) - now;
            if (wait > TimeSpan.Zero)
                throw new RabbitException(429, RabbitCodes.RateLimitExceeded, "Too many wrong PINs were given. Try again later.") { RetryAfter = wait };
            if (own is null)
            {
                if (_addresses.Count >= MaxAddresses) Forget(now);
                _addresses[key] = own = new Attempts();
            }
            if (own.Add(now, _limits.WrongPins, _limits) is { } locked) AddressLocked(address, _limits.WrongPins, locked);
            if (!trusted && _all.Add(now, _limits.WrongPinsInAll, _limits) is { } all) AllLocked(_limits.WrongPinsInAll, _addresses.Count, all);
        }
    }

    /// <summary>Ends an attempt with a correct PIN.</summary>
    public void Right(IPAddress? address)
    {
        var key = CallerAddress.KeyOf(address);
        var now = time.GetUtcNow();
        lock (_lock)
        {
            _addresses.Remove(key);
            if (!_trusted.TryGetValue(key, out var until) || until <= now) _all.Undo();
            _trusted[key] = now + s_trusted;
            if (_trusted.Count >= MaxAddresses) foreach (var old in _trusted.Where(t => t.Value <= now).Select(t => t.Key).ToList()) _trusted.Remove(old);
        }
    }

    /// <summary>Ends an attempt with a wrong PIN. Only the first of a window is logged, and lockouts.</summary>
    public void Wrong(IPAddress? address)
    {
        lock (_lock)
        {
            if (_addresses.TryGetValue(CallerAddress.KeyOf(address), out var own) && own.MarkLogged()) LogFirstWrong(address, _limits.Window);
        }
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var old in _addresses.Where(a => a.Value.IsOver(now, _limits)).Select(a => a.Key).ToList()) _addresses.Remove(old);
    }

    private static DateTimeOffset? Max(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other : one;

    [LoggerMessage(LogLevel.Warning, "A wrong PIN was given from {Address}. Further ones within {Window} are counted but not logged.")]
    private partial void LogFirstWrong(IPAddress? address, TimeSpan window);

    [LoggerMessage(LogLevel.Warning, "{Count} wrong PINs were given from {Address}: it is locked out for {Pause}.")]
    private partial void AddressLocked(IPAddress? address, int count, TimeSpan pause);

    [LoggerMessage(LogLevel.Warning, "{Count} wrong PINs were given in total, recently from {Addresses} addresses: addresses that gave no correct PIN in the last day are locked out for {Pause}.")]
    private partial void AllLocked(int count, int addresses, TimeSpan pause);

    /// <summary>Attempts of one window, and the length of the next lockout.</summary>
    private sealed class Attempts
    {
        private DateTimeOffset _began;
        private int _count;
        private int _lockouts;
        private bool _isLogged;

        public DateTimeOffset? LockedUntil { get; private set; }

        /// <summary>Counts an attempt.</summary>
        /// <returns>The length of the lockout that this attempt caused, or null.</returns>
        public TimeSpan? Add(DateTimeOffset now, int most, RabbitLimitOptions limits)
        {
            if (now - _began >= limits.Window) (_began, _count, _isLogged) = (now, 0, false);
            if (LockedUntil is { } before && now - before > limits.LongestLockout) (LockedUntil, _lockouts) = (null, 0);
            if (++_count < most) return null;
            var pause = TimeSpan.FromTicks(Math.Min(limits.LongestLockout.Ticks, limits.Window.Ticks << Math.Min(_lockouts, 20)));
            _lockouts++;
            (LockedUntil, _count) = (now + pause, 0);
            return pause;
        }

        /// <summary>Removes a successful attempt from the count, and lifts a lockout that it caused.</summary>
        public void Undo()
        {
            if (_count > 0) _count--;
            else if (LockedUntil is not null) (LockedUntil, _lockouts) = (null, Math.Max(0, _lockouts - 1));
        }

        public bool MarkLogged() => !_isLogged && (_isLogged = true);

        public bool IsOver(DateTimeOffset now, RabbitLimitOptions limits) => now - _began >= limits.Window && (LockedUntil is not { } until || now - until > limits.LongestLockout);
    }
}
