namespace EventSourced.Commands.Files;

/// <summary>A decompressed file. Reading fails when it has more bytes than expected, because a small compressed file may contain any number, or when it is damaged.</summary>
/// <param name="content">The bytes; closed together with this stream.</param>
/// <param name="maxBytes">Most bytes.</param>
/// <param name="tooLarge">The error of a file with more bytes.</param>
/// <param name="damaged">The error of a damaged file.</param>
internal sealed class ExpandedStream(Stream content, long maxBytes, Func<Exception> tooLarge, Func<InvalidDataException, Exception> damaged) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read it asynchronously.");

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var read = await content.ReadAsync(buffer, cancellationToken);
            _read += read;
            return _read <= maxBytes ? read : throw tooLarge();
        }
        catch (InvalidDataException e)
        {
            throw damaged(e);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) content.Dispose();
        base.Dispose(disposing);
    }
}
