using System.Net;
using System.Net.Http.Headers;

namespace EventSourced.Cli.Fastest.Http;

/// <summary>
/// The first bytes of a file, as many as it had when it was scanned: a log that grows meanwhile is sent as it was. One that shrinks breaks the request off; the next attempt
/// finds that it has changed.
/// </summary>
internal sealed class BlobContent : HttpContent
{
    private readonly Stream _file;
    private readonly long _size;
    private readonly Action<int> _sent;

    public BlobContent(Stream file, long size, Action<int> sent)
    {
        (_file, _size, _sent) = (file, size, sent);
        Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = new byte[(int)Math.Min(128 * 1024, Math.Max(1, _size))];
        for (var left = _size; left > 0;)
        {
            var read = await _file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellationToken);
            if (read == 0) throw new IOException("The file became shorter while it was sent.");
            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            left -= read;
            _sent(read);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _size;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _file.Dispose();
        base.Dispose(disposing);
    }
}
