using EventSourced.Commands.Boost.Libraries;
using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Boost;
using EventSourced.EventStore;

namespace EventSourced.Commands.Boost.Usage;

/// <summary>
/// The files of all libraries, as the log has them. The first search reads the streams of libraries; later ones read what was recorded since. A file that is assigned at the same
/// moment may be missed: then its header is missing, and is matched later.
/// </summary>
/// <param name="reader">Reads the log.</param>
/// <param name="codec">Reads its events.</param>
internal sealed class BoostHeaders(StateReader reader, EventCodec codec) : IDisposable
{
    private const int PageSize = 1_000;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly HeaderIndex _index = new();
    private long? _position;

    /// <summary>The files of headers. A header that no library has is not in the result.</summary>
    /// <param name="names">Names of headers, as they are included.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IReadOnlyDictionary<string, BoostHeader>> FindAsync(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await ReadAsync(cancellationToken);
            var found = new Dictionary<string, BoostHeader>(StringComparer.Ordinal);
            foreach (var name in names)
                if (!found.ContainsKey(name) && _index.Find(name) is { } header) found.Add(name, header);
            return found;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var types = codec.NamesOf(typeof(LibraryFilesAssigned));
        if (_position is not { } position)
        {
            // The position comes first: what is recorded while the streams are read is read again.
            position = await reader.Store.ReadWatermarkAsync(cancellationToken);
            var streams = await reader.Store.FindStreamsAsync(LibraryStreams.Libraries(""), cancellationToken: cancellationToken);
            if (streams.Count > 0) Add(await reader.Store.ReadStreamsAsync([.. streams], types, cancellationToken: cancellationToken));
        }
        while (true)
        {
            var page = await reader.Store.ReadPageAsync(position, PageSize, types: types, withOrigins: false, cancellationToken: cancellationToken);
            Add(page.Events);
            _position = position = page.Position;
            if (position >= page.Watermark) return;
        }
    }

    private void Add(IEnumerable<RecordedEvent> events)
    {
        foreach (var assigned in events.Select(codec.Decode).OfType<LibraryFilesAssigned>())
            foreach (var file in assigned.Filenames) _index.Add(new(assigned.Repository, file));
    }
}
