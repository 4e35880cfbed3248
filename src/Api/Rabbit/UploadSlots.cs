using System.Net;
using EventSourced.Api.Access;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Rabbit;

/// <summary>Limits how many recordings are received and recognised concurrently: in total, per address and per session.</summary>
internal sealed class UploadSlots(RabbitHttpOptions options)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);
    private readonly RabbitUploadOptions _uploads = options.Uploads;
    private readonly Lock _lock = new();
    private readonly Dictionary<UInt128, int> _addresses = [];
    private readonly Dictionary<Guid, int> _sessions = [];
    private int _all;

    /// <summary>Takes a slot for a recording from an address, before it is read.</summary>
    /// <exception cref="RabbitException">All slots, or those of the address, are taken.</exception>
    public Slot Enter(IPAddress? address)
    {
        var key = CallerAddress.KeyOf(address);
        lock (_lock)
        {
            if (_all >= _uploads.AtOnce)
                throw new RabbitException(StatusCodes.Status503ServiceUnavailable, RabbitCodes.Unavailable, "Too many recordings are uploaded at once. Try again later.") { RetryAfter = s_pause };
            Add(_addresses, key, _uploads.AtOncePerAddress, "from this address");
            _all++;
        }
        return new Slot(this, key);
    }

    private static void Add<TKey>(Dictionary<TKey, int> counts, TKey key, int most, string whose) where TKey : notnull
    {
        var count = counts.GetValueOrDefault(key);
        if (count >= most)
            throw new RabbitException(StatusCodes.Status429TooManyRequests, RabbitCodes.RateLimitExceeded, $"{most} recordings {whose} are being uploaded already; more are not possible at once. Try again later.") { RetryAfter = s_pause };
        counts[key] = count + 1;
    }

    private static void Remove<TKey>(Dictionary<TKey, int> counts, TKey key) where TKey : notnull
    {
        if (counts[key] == 1) counts.Remove(key);
        else counts[key]--;
    }

    /// <summary>A slot, released on disposal.</summary>
    internal sealed class Slot(UploadSlots slots, UInt128 address) : IDisposable
    {
        private Guid? _session;
        private bool _isReleased;

        /// <summary>Counts the recording as one of a session.</summary>
        /// <exception cref="RabbitException">The session has its maximum of recordings.</exception>
        public void EnterSession(Guid session)
        {
            lock (slots._lock)
            {
                Add(slots._sessions, session, slots._uploads.AtOncePerSession, "of this session");
                _session = session;
            }
        }

        public void Dispose()
        {
            lock (slots._lock)
            {
                if (_isReleased) return;
                _isReleased = true;
                slots._all--;
                Remove(slots._addresses, address);
                if (_session is { } session) Remove(slots._sessions, session);
            }
        }
    }
}
