using System.Net;
using System.Net.Http.Headers;

namespace EventSourced.Cli.Client;

/// <summary>The content of a file, which reports how much has been sent.</summary>
internal sealed class CountedContent : HttpContent
{
    private readonly FileStream _file;
    private readonly Action<long> _sent;

    public CountedContent(FileStream file, Action<long> sent)
    {
        (_file, _sent) = (file, sent);
        Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = new byte[128 * 1024];
        _file.Position = 0;
        long total = 0;
        int read;
        while ((read = await _file.ReadAsync(buffer, cancellationToken)) > 0)
        {
            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            _sent(total += read);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _file.Length;
        return true;
    }
}
