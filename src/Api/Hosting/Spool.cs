using System.Buffers;
using EventSourced.EventStore;

namespace EventSourced.Api.Hosting;

/// <summary>
/// A received body in an unlinked temporary file, so that memory holds only a buffer and nothing is left when the process ends.
/// </summary>
internal sealed class Spool : IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;
    private readonly FileStream _file;

    private Spool(FileStream file) => _file = file;

    public long Length => _file.Length;

    /// <summary>Receives a body.</summary>
    /// <param name="content">Its bytes.</param>
    /// <param name="maxBytes">Maximum size.</param>
    /// <param name="count">Called with the size of each received chunk; aborts by throwing.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ObjectTooLargeException">There are more bytes.</exception>
    public static async Task<Spool> ReceiveAsync(Stream content, long maxBytes, Action<int> count, CancellationToken cancellationToken)
    {
        var spool = new Spool(Create());
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (await content.ReadAsync(buffer.AsMemory(0, BufferBytes), cancellationToken) is > 0 and var read)
            {
                count(read);
                if (spool._file.Position + read > maxBytes) throw new ObjectTooLargeException(maxBytes);
                await spool._file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
            return spool;
        }
        catch
        {
            await spool.DisposeAsync();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The body from its beginning; one reader at a time.</summary>
    public Stream Read()
    {
        _file.Position = 0;
        return _file;
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private static FileStream Create()
    {
        var path = Path.Combine(Path.GetTempPath(), $"es-body-{Guid.NewGuid():N}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, BufferSize = 0, Options = FileOptions.Asynchronous };
        if (OperatingSystem.IsWindows()) options.Options |= FileOptions.DeleteOnClose;
        else options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        if (!OperatingSystem.IsWindows()) File.Delete(path);
        return file;
    }
}
