using EventSourced.Api.Problems;

namespace EventSourced.Api.Imports;

/// <summary>A body that is checked before its end is reported. If it is empty or the check fails, the last read throws, so that nothing is stored.</summary>
/// <param name="inner">The body.</param>
/// <param name="atEnd">The check, which runs once at the end.</param>
internal sealed class CheckedContent(Stream inner, Func<Task> atEnd) : Stream
{
    private bool _any;
    private bool _ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_ended) return 0;
        var n = await inner.ReadAsync(buffer, cancellationToken);
        if (n > 0)
        {
            _any = true;
            return n;
        }
        if (buffer.Length == 0) return 0;
        if (!_any) throw new ApiException(400, "empty_file", "The file is empty. Send the file again, with its content.");
        await atEnd();
        _ended = true;
        return 0;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
