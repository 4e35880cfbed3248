using System.Buffers;
using System.Security.Cryptography;
using EventSourced.Commands.Fastest.Trees;

namespace EventSourced.Commands.Fastest.Folders;

/// <summary>Hashes files of a folder. Most are small: one read each takes less time than a stream, of which the hash takes 4 KB at a time.</summary>
internal static class FileHash
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>The hash of a file's content.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static ContentHash Of(string path, CancellationToken cancellation)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var read = 0;
            for (var at = 0L; (read = RandomAccess.Read(file, buffer, at)) > 0; at += read)
            {
                cancellation.ThrowIfCancellationRequested();
                hash.AppendData(buffer, 0, read);
            }
            return ContentHash.FromDigest(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
