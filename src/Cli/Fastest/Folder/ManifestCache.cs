using EventSourced.Cli.Fastest.Http;
using EventSourced.Commands.Fastest.Trees;

namespace EventSourced.Cli.Fastest.Folder;

/// <summary>The manifest that a folder was last compared with, under its hash in <c>.fst/manifests</c>: it is downloaded once. Others are removed.</summary>
internal sealed class ManifestCache(WorkingFolder folder)
{
    private string Folder => folder.OwnFile("manifests");

    /// <summary>The tree of a manifest.</summary>
    /// <exception cref="FastestApiException">It cannot be downloaded.</exception>
    public async Task<FileTree> OfAsync(string hash, FastestApi api, CancellationToken cancellation)
    {
        if (await KeptAsync(hash, cancellation) is not { } bytes)
        {
            bytes = await api.ManifestAsync(hash, cancellation);
            if (ContentHash.Of(bytes).ToString() != hash) throw new CliException($"{api.Url} answers other bytes than those of the manifest {hash}. Try again; if it happens again, the server's store is damaged.");
            Keep(hash, bytes);
        }
        using var stream = new MemoryStream(bytes);
        return await ManifestReader.ReadAsync(stream, cancellation);
    }

    /// <summary>Keeps a manifest instead of the one before. Another command may do the same in this folder at the same time.</summary>
    public void Keep(string hash, byte[] manifest)
    {
        Directory.CreateDirectory(Folder);
        var next = folder.OwnFile($"manifest.{Environment.ProcessId}");
        File.WriteAllBytes(next, manifest);
        File.Move(next, Path.Combine(Folder, hash), overwrite: true);
        foreach (var old in Directory.EnumerateFiles(Folder).Where(f => Path.GetFileName(f) != hash)) File.Delete(old);
    }

    // A file that was damaged, such as by a crash while it was written, is downloaded again.
    private async Task<byte[]?> KeptAsync(string hash, CancellationToken cancellation)
    {
        try
        {
            var bytes = await File.ReadAllBytesAsync(Path.Combine(Folder, hash), cancellation);
            return ContentHash.Of(bytes).ToString() == hash ? bytes : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
