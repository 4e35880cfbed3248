using EventSourced.EventStore;
using Npgsql;

namespace EventSourced.Cli.Nemesis;

/// <summary>
/// Records every published watermark and the events at or below it. At the end, the log must hold exactly these events there: a missing event has vanished, and an
/// additional one appeared late, so that a projection that trusted the watermark has missed it.
/// </summary>
internal sealed class WatermarkHistory(NpgsqlDataSource source)
{
    private readonly SemaphoreSlim _lock = new(1, 1);
    private readonly List<(long Position, Guid Id)> _events = [];
    // Number of events at or below each watermark.
    private readonly SortedDictionary<long, int> _published = [];
    private long _readTo;

    public int Watermarks => _published.Count;

    public int Events => _events.Count;

    /// <summary>Records a watermark and reads the events up to it.</summary>
    public async Task PublishedAsync(long watermark, CancellationToken cancellation)
    {
        await _lock.WaitAsync(cancellation);
        try
        {
            if (watermark > _readTo)
            {
                var page = await ReadAsync(_readTo, watermark, cancellation);
                _events.AddRange(page);
                _readTo = watermark;
            }
            // A lower watermark than the last one needs no new read.
            _published.TryAdd(watermark, watermark == _readTo ? _events.Count : CountUpTo(watermark));
        }
        finally
        {
            _lock.Release();
        }
    }

    /// <summary>Differences between the current log and the published one.</summary>
    public async Task<IReadOnlyList<string>> CompareAsync(CancellationToken cancellation)
    {
        var now = await ReadAsync(0, _readTo, cancellation);
        var faults = new List<string>();
        foreach (var (position, id) in _events.Except(now).Take(20)) faults.Add($"event {id} at {position} was below a published watermark and has vanished");
        foreach (var (position, id) in now.Except(_events).Take(20)) faults.Add($"event {id} at {position} appeared below the watermark {_published.Keys.First(w => w >= position)} after that was published");
        foreach (var (watermark, count) in _published)
        {
            if (faults.Count == 0 && now.Count(e => e.Position <= watermark) != count) faults.Add($"the number of events below the watermark {watermark} is no longer {count}");
        }
        return faults;
    }

    private int CountUpTo(long position)
    {
        var i = _events.BinarySearch((position + 1, Guid.Empty));
        return i < 0 ? ~i : i;
    }

    private async Task<List<(long Position, Guid Id)>> ReadAsync(long after, long upTo, CancellationToken cancellation)
    {
        var page = new List<(long, Guid)>();
        await using var command = source.CreateCommand($"select seq_id, id from log.mt_events where seq_id > $1 and seq_id <= $2 and {LogRows.Live} order by seq_id");
        command.Parameters.AddWithValue(after);
        command.Parameters.AddWithValue(upTo);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) page.Add((reader.GetInt64(0), reader.GetGuid(1)));
        return page;
    }
}
