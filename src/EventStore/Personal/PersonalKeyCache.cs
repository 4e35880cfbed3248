namespace EventSourced.EventStore.Personal;

/// <summary>A cache of keys for decryption, limited in size and age.</summary>
/// <param name="time">Clock of the ages.</param>
internal sealed class PersonalKeyCache(TimeProvider time)
{
    /// <summary>How long another process may still use a destroyed key to decrypt.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(30);

    // A key that was just loaded must not expire before it is used.
    private static readonly TimeSpan s_refreshAge = MaxAge * 0.8;

    private const int MaxEntries = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Entry> _entries = [];
    private long _purges;

    /// <summary>The state of the cache before a look-up.</summary>
    public readonly record struct Moment(long At, long Purges);

    /// <summary>Call it before the look-up of a key.</summary>
    public Moment Now()
    {
        lock (_lock) return new Moment(time.GetTimestamp(), _purges);
    }

    /// <summary>The cached key of a subject; null if the key belongs to another subject.</summary>
    public byte[]? FindOf(string subject, Guid keyId)
    {
        lock (_lock) return _entries.TryGetValue(keyId, out var entry) && !IsExpired(entry) && entry.Subject == subject ? entry.Key : null;
    }

    /// <summary>Whether a key is cached and does not expire soon.</summary>
    public bool IsFresh(Guid keyId)
    {
        lock (_lock) return _entries.TryGetValue(keyId, out var entry) && time.GetElapsedTime(entry.At) < s_refreshAge;
    }

    public bool TryFind(Guid keyId, out byte[]? key)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(keyId, out var entry) && !IsExpired(entry))
            {
                key = entry.Key;
                return true;
            }
            _entries.Remove(keyId);
            key = null;
            return false;
        }
    }

    /// <summary>Caches a key, unless keys were destroyed since its look-up started: it may be one of them.</summary>
    public void Add(Guid keyId, string subject, byte[]? key, Moment lookup)
    {
        lock (_lock)
        {
            if (_purges != lookup.Purges) return;
            if (_entries.Count >= MaxEntries)
            {
                foreach (var (id, _) in _entries.Where(e => IsExpired(e.Value)).ToList()) _entries.Remove(id);
                if (_entries.Count >= MaxEntries) _entries.Clear();
            }
            _entries[keyId] = new Entry(key, subject, lookup.At);
        }
    }

    public void Purge(IReadOnlySet<string> subjects)
    {
        lock (_lock)
        {
            _purges++;
            foreach (var (id, _) in _entries.Where(e => subjects.Contains(e.Value.Subject)).ToList()) _entries.Remove(id);
        }
    }

    private bool IsExpired(Entry entry) => time.GetElapsedTime(entry.At) >= MaxAge;

    private readonly record struct Entry(byte[]? Key, string Subject, long At);
}
