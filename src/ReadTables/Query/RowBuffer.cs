using System.Buffers;

namespace EventSourced.ReadTables.Query;

/// <summary>
/// A page's bytes in pooled segments. A page is buffered and sent when it is complete, so that its cursor can be in a header, an error can become a problem
/// document, and a slow client does not keep a transaction open.
/// </summary>
public sealed class RowBuffer : IBufferWriter<byte>, IDisposable
{
    private const int SegmentSize = 64 * 1024;

    private readonly List<(byte[] Array, int Length)> _full = [];
    private byte[] _current = [];
    private int _used;
    private long _fullLength;

    /// <summary>Number of bytes.</summary>
    public long Length => _fullLength + _used;

    /// <inheritdoc/>
    public void Advance(int count) => _used += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(1, sizeHint));
        return _current.AsMemory(_used);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(1, sizeHint));
        return _current.AsSpan(_used);
    }

    /// <summary>Writes the page to a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task CopyToAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        foreach (var (array, length) in _full) await stream.WriteAsync(array.AsMemory(0, length), cancellationToken);
        await stream.WriteAsync(_current.AsMemory(0, _used), cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (array, _) in _full) ArrayPool<byte>.Shared.Return(array);
        _full.Clear();
        if (_current.Length > 0) ArrayPool<byte>.Shared.Return(_current);
        (_current, _used, _fullLength) = ([], 0, 0);
    }

    private void Reserve(int size)
    {
        if (_current.Length - _used >= size) return;
        if (_used > 0)
        {
            _full.Add((_current, _used));
            _fullLength += _used;
        }
        else if (_current.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_current);
        }
        (_current, _used) = (ArrayPool<byte>.Shared.Rent(Math.Max(size, SegmentSize)), 0);
    }
}
