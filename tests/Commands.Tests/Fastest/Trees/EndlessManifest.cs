using System.Globalization;
using System.Text;

namespace EventSourced.Commands.Tests.Fastest.Trees;

/// <summary>A manifest that is made while it is read and has no end.</summary>
internal sealed class EndlessManifest : Stream
{
    private const long StepBytes = 8 * 1024 * 1024;
    private byte[] _part = Encoding.UTF8.GetBytes("""{"version":"1","files":[""");
    private int _next;
    private int _at;
    private long _read;

    public Action EachStep { get; set; } = () => { };

    public long Most { get; set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public static string Entry(int number) => string.Create(CultureInfo.InvariantCulture, $$"""{"type":"file","path":"src/part{{number / 20:d6}}/file{{number:d8}}.cs","hash":"{{number:x64}}","size":{{number}},"mode":420}""");

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_at == _part.Length) (_part, _at) = (Encoding.UTF8.GetBytes((_next == 0 ? "" : ",") + Entry(_next++)), 0);
        var length = Math.Min(count, _part.Length - _at);
        _part.AsSpan(_at, length).CopyTo(buffer.AsSpan(offset));
        if (_read / (StepBytes) != (_read + length) / (StepBytes)) EachStep();
        (_at, _read) = (_at + length, _read + length);
        return length;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
