namespace EventSourced.EventStore;

/// <summary>
/// The newest events of the log, in memory. The lanes and the relay of a process follow the end of the log side by side: the first of them reads the new events,
/// and the others take them from here.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="read">Reads the watermark and then the events of all types after a position, with their origins.</param>
internal sealed class RecentEvents(TimeProvider time, Func<long, CancellationToken, Task<EventPage>> read) : IDisposable
{
    private const int Most = 2_000;
    private const long MostBytes = 8 * 1024 * 1024;

    // An administrator may repair an event in the database and then retry it.
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _mutex = new(1, 1);
    private Range _range = Range.Empty;
    private long _begun;
    private long _read;

    /// <summary>A page of events after a position, or null if they are not in memory: the caller reads them from the database.</summary>
    /// <param name="after">Position to read after.</param>
    /// <param name="limit">Largest number of events to return.</param>
    /// <param name="types">Names of the event types to read.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async ValueTask<EventPage?> ReadAsync(long after, int limit, IReadOnlyCollection<string> types, CancellationToken cancellationToken)
    {
        var range = Volatile.Read(ref _range);
        if (after < range.From) return null;
        if (after >= range.To) range = await ExtendAsync(after, cancellationToken);
        return range.Covers(after) && !IsOld(range) ? range.Page(after, limit, types) : null;
    }

    public void Dispose() => _mutex.Dispose();

    private bool IsOld(Range range) => time.GetElapsedTime(range.Begun) > s_longest;

    /// <summary>Reads the events after the range, or begins a new range if this one does not reach the position.</summary>
    private async Task<Range> ExtendAsync(long after, CancellationToken cancellationToken)
    {
        var begun = Volatile.Read(ref _begun);
        await _mutex.WaitAsync(cancellationToken);
        try
        {
            // A read of another caller that began after this call has the same result.
            if (_read > begun || (_range.Covers(after) && after < _range.To)) return _range;
            Volatile.Write(ref _begun, _begun + 1);
            var before = _range.Covers(after) && !IsOld(_range) ? _range : Range.At(after, time.GetTimestamp());
            Volatile.Write(ref _range, before.Add(await read(before.To, cancellationToken)));
            _read = _begun;
            return _range;
        }
        catch
        {
            // The server may have been replaced by a restored backup.
            Volatile.Write(ref _range, Range.Empty);
            throw;
        }
        finally
        {
            _mutex.Release();
        }
    }

    /// <summary>All events of the positions (From, To], which were read since a time.</summary>
    private sealed record Range(long From, long To, long Watermark, bool IsEnd, IReadOnlyList<RecordedEvent> Events, long Bytes, long Begun)
    {
        public static Range Empty { get; } = At(0, 0);

        public static Range At(long position, long begun) => new(position, position, position, false, [], 0, begun);

        public bool Covers(long position) => From <= position && position <= To;

        public Range Add(EventPage page)
        {
            if (page.Events.Count == 0) return this with { To = Math.Max(To, page.Position), Watermark = page.Watermark, IsEnd = page.IsEnd };
            var bytes = page.Events.Sum(e => (long)e.Data.Length + e.Headers.Length);
            // Readers are at the end: an older event is not read again.
            return Events.Count + page.Events.Count > Most || Bytes + bytes > MostBytes
                ? new Range(To, page.Position, page.Watermark, page.IsEnd, page.Events, bytes, Begun)
                : new Range(From, page.Position, page.Watermark, page.IsEnd, [.. Events, .. page.Events], Bytes + bytes, Begun);
        }

        public EventPage Page(long after, int limit, IReadOnlyCollection<string> types)
        {
            List<RecordedEvent> events = [];
            for (var i = FirstAfter(after); i < Events.Count; i++)
            {
                if (!types.Contains(Events[i].Type)) continue;
                events.Add(Events[i]);
                if (events.Count == limit) return new EventPage(events, Events[i].Position, Watermark);
            }
            return new EventPage(events, To, Watermark) { IsEnd = IsEnd };
        }

        private int FirstAfter(long position)
        {
            var (low, high) = (0, Events.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (Events[middle].Position <= position) low = middle + 1;
                else high = middle;
            }
            return low;
        }
    }
}
