namespace EventSourced.Commands.Tests.Pulse.WhatsApp;

/// <summary>Returns a few bytes per read, as a slow object store does.</summary>
internal sealed class TricklingStream(byte[] bytes, int most) : MemoryStream(bytes)
{
    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, most));

    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, most)]);
}

/// <summary>A start and then a number of letters without a line end, without holding them in memory.</summary>
internal sealed class GeneratedStream(byte[] head, long length) : ReadOnlyStream(head.Length + length)
{
    protected override byte At(long position) => position < head.Length ? head[position] : (byte)'x';
}

/// <summary>The same bytes repeated, held in memory once.</summary>
internal sealed class RepeatingStream(byte[] bytes, long times) : ReadOnlyStream(bytes.Length * times)
{
    protected override byte At(long position) => bytes[position % bytes.Length];
}

internal abstract class ReadOnlyStream(long length) : Stream
{
    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length { get; } = length;
    public override long Position { get; set; }

    protected abstract byte At(long position);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = (int)Math.Min(buffer.Length, Length - Position);
        for (var i = 0; i < read; i++) buffer[i] = At(Position + i);
        Position += read;
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }
}
