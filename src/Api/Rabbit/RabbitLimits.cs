using System.Net;
using EventSourced.Api.Access;

namespace EventSourced.Api.Rabbit;

/// <summary>Rate limits per session and per address.</summary>
internal sealed class RabbitLimits : IDisposable
{
    private readonly RabbitLimitOptions _options;
    private readonly WindowLimit<Guid> _sessions;
    private readonly WindowLimit<UInt128> _addresses;
    private readonly RabbitUploadOptions _uploads;
    private readonly WindowLimit<Guid> _sessionBytes;
    private readonly WindowLimit<UInt128> _addressBytes;
    private readonly WindowLimit<int> _allBytes;

    public RabbitLimits(RabbitHttpOptions options)
    {
        _options = options.Limits;
        _sessions = By<Guid>(_options.PerSession);
        _addresses = By<UInt128>(_options.PerAddress);
        _uploads = options.Uploads;
        _sessionBytes = By<Guid>(_uploads.BytesPerSession);
        _addressBytes = By<UInt128>(_uploads.BytesPerAddress);
        _allBytes = By<int>(_uploads.Bytes);
    }

    /// <summary>Counts a request of a session.</summary>
    /// <exception cref="RabbitException">The limit is exceeded.</exception>
    public void CountSession(Guid session) => Take(_sessions, session, 1, $"A session may send {_options.PerSession} requests in {_options.Window.TotalSeconds:0} s.");

    /// <summary>Counts a request from an address.</summary>
    /// <exception cref="RabbitException">The limit is exceeded.</exception>
    public void CountAddress(IPAddress? address) => Take(_addresses, CallerAddress.KeyOf(address), 1, $"An address may send {_options.PerAddress} requests in {_options.Window.TotalSeconds:0} s.");

    /// <summary>Counts bytes of a recording while it is received.</summary>
    /// <exception cref="RabbitException">A limit is exceeded.</exception>
    public void CountBytes(Guid session, IPAddress? address, int bytes)
    {
        Take(_sessionBytes, session, bytes, $"A session may send {_uploads.BytesPerSession} bytes in {_options.Window.TotalSeconds:0} s.");
        Take(_addressBytes, CallerAddress.KeyOf(address), bytes, $"An address may send {_uploads.BytesPerAddress} bytes in {_options.Window.TotalSeconds:0} s.");
        Take(_allBytes, 0, bytes, "Too many bytes are uploaded at once.", 503);
    }

    public void Dispose()
    {
        _sessions.Dispose();
        _addresses.Dispose();
        _sessionBytes.Dispose();
        _addressBytes.Dispose();
        _allBytes.Dispose();
    }

    private static void Take<TKey>(WindowLimit<TKey> limit, TKey key, int permits, string message, int status = 429) where TKey : notnull
    {
        if (limit.Take(key, permits) is { } pause)
            throw new RabbitException(status, status == 429 ? RabbitCodes.RateLimitExceeded : RabbitCodes.Unavailable, $"{message} Try again later.") { RetryAfter = pause };
    }

    private WindowLimit<TKey> By<TKey>(int permits) where TKey : notnull => new(permits, _options.Window);
}
