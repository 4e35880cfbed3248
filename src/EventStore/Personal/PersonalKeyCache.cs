namespace EventSourced.EventStore;

/// <summary>Keys that were looked up lately, for reading only. Bounded in number and in age.</summary>
/// <param name="time">Clock of the ages.</param>
internal sealed class PersonalKeyCache(TimeProvider time)
{
    /// <summary>For how long another process may still read with a key that was destroyed.</summary>
    public static readonly TimeSpan LongestUse = TimeSpan.FromSeconds(30);

    private const int Most = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Entry> _entries = [];
    private long _purges;

    /// <summary>Moment of a look-up, taken before it is made.</summary>
    public readonly record struct Moment(long At, long Purges);

    /// <summary>To be called before a key is asked for.</summary>
    public Moment Now()
    {
        lock (_lock) return new Moment(time.GetTimestamp(), _purges);
    }

    /// <summary>The key of a subject, to use again what was opened before; a stored key that was moved to another subject is none of its.</summary>
    public byte[]? FindOf(string subject, Guid keyId)
    {
        lock (_lock) return _entries.TryGetValue(keyId, out var entry) && !IsOld(entry) && entry.Subject == subject ? entry.Key : null;
    }

    public bool TryFind(Guid keyId, out byte[]? key)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(keyId, out var entry) && !IsOld(entry))
            {
                key = entry.Key;
                return true;
            }
            _entries.Remove(keyId);
            key = null;
            return false;
        }
    }

    /// <summary>Keeps a key as of the moment before it was asked for; not when keys were destroyed since, for it may be one of them.</summary>
    public void Keep(Guid keyId, string subject, byte[]? key, Moment asked)
    {
        lock (_lock)
        {
            if (_purges != asked.Purges) return;
            if (_entries.Count >= Most)
            {
                foreach (var (id, _) in _entries.Where(e => IsOld(e.Value)).ToList()) _entries.Remove(id);
                if (_entries.Count >= Most) _entries.Clear();
            }
            _entries[keyId] = new Entry(key, subject, asked.At);
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

    private bool IsOld(Entry entry) => time.GetElapsedTime(entry.At) >= LongestUse;

    private readonly record struct Entry(byte[]? Key, string Subject, long At);
}
