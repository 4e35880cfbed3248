using EventSourced.Cli.Fastest.Http;
using EventSourced.Commands.Fastest.Trees;
using EventSourced.EventStore;

namespace EventSourced.Cli.Fastest.Folder;

/// <summary>The manifest that a folder was last compared with, in <c>.fst/manifest</c>: it is downloaded once.</summary>
internal sealed class ManifestCache(WorkingFolder folder)
{
    private string Path => folder.OwnFile("manifest");

    /// <summary>The tree of a manifest.</summary>
    /// <exception cref="FastestApiException">It cannot be downloaded.</exception>
    public async Task<FileTree> OfAsync(string hash, FastestApi api, CancellationToken cancellation)
    {
        if (await KeptAsync(hash, cancellation) is not { } bytes)
        {
            bytes = await api.ManifestAsync(hash, cancellation);
            if (ContentHash.Of(bytes).ToString() != hash) throw new CliException($"{api.Url} answers other bytes than those of the manifest {hash}. Try again; if it happens again, the server's store is damaged.");
            Keep(bytes);
        }
        using var stream = new MemoryStream(bytes);
        return await ManifestReader.ReadAsync(stream, cancellation);
    }

    /// <summary>Keeps a manifest instead of the one before. Another command may do the same in this folder at the same time.</summary>
    public void Keep(byte[] manifest) => AtomicFile.Replace(Path, manifest);

    // Another manifest, or a damaged one, is downloaded.
    private async Task<byte[]?> KeptAsync(string hash, CancellationToken cancellation)
    {
        try
        {
            var bytes = await File.ReadAllBytesAsync(Path, cancellation);
            return ContentHash.Of(bytes).ToString() == hash ? bytes : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
