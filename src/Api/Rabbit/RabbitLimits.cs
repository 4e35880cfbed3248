using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace EventSourced.Api.Rabbit;

/// <summary>Rate limits per session and per address. A limiter that was idle for a window is removed, so that memory holds only recent callers.</summary>
internal sealed class RabbitLimits : IDisposable
{
    private const int Segments = 6;
    private readonly RabbitLimitOptions _options;
    private readonly PartitionedRateLimiter<Guid> _sessions;
    private readonly PartitionedRateLimiter<UInt128> _addresses;
    private readonly RabbitUploadOptions _uploads;
    private readonly PartitionedRateLimiter<Guid> _sessionBytes;
    private readonly PartitionedRateLimiter<UInt128> _addressBytes;
    private readonly PartitionedRateLimiter<int> _allBytes;

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
    public void CountAddress(IPAddress? address) => Take(_addresses, KeyOf(address), 1, $"An address may send {_options.PerAddress} requests in {_options.Window.TotalSeconds:0} s.");

    /// <summary>Counts bytes of a recording while it is received.</summary>
    /// <exception cref="RabbitException">A limit is exceeded.</exception>
    public void CountBytes(Guid session, IPAddress? address, int bytes)
    {
        Take(_sessionBytes, session, bytes, $"A session may send {_uploads.BytesPerSession} bytes in {_options.Window.TotalSeconds:0} s.");
        Take(_addressBytes, KeyOf(address), bytes, $"An address may send {_uploads.BytesPerAddress} bytes in {_options.Window.TotalSeconds:0} s.");
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

    // A household has one IPv4 address or a /64 network of IPv6: all addresses of the network are one caller.
    internal static UInt128 KeyOf(IPAddress? address)
    {
        if (address is null) return 0;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? new UInt128(2, BinaryPrimitives.ReadUInt64BigEndian(bytes))
            : new UInt128(1, BinaryPrimitives.ReadUInt32BigEndian(bytes));
    }

    private void Take<TKey>(PartitionedRateLimiter<TKey> limiter, TKey key, int permits, string message, int status = 429)
    {
        using var lease = limiter.AttemptAcquire(key, permits);
        if (lease.IsAcquired) return;
        var pause = lease.TryGetMetadata(MetadataName.RetryAfter, out var known) && known > TimeSpan.Zero ? known : _options.Window / Segments;
        throw new RabbitException(status, status == 429 ? RabbitCodes.RateLimitExceeded : RabbitCodes.Unavailable, $"{message} Try again later.") { RetryAfter = pause };
    }

    private PartitionedRateLimiter<TKey> By<TKey>(int permits) where TKey : notnull =>
        PartitionedRateLimiter.Create<TKey, TKey>(key => RateLimitPartition.GetSlidingWindowLimiter(key, _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = permits,
            Window = _options.Window,
            SegmentsPerWindow = Segments,
            QueueLimit = 0,
        }));
}
