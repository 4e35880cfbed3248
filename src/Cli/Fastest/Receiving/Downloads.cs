using EventSourced.Cli.Fastest.Folder;
using EventSourced.Cli.Fastest.Http;
using EventSourced.Commands.Fastest.Trees;

namespace EventSourced.Cli.Fastest.Receiving;

/// <summary>Contents that a folder is about to receive, in <c>.fst/incoming</c> under their hashes. Each is downloaded and checked before a file of the folder is touched.</summary>
internal sealed class Downloads(WorkingFolder folder, FastestApi api) : IDisposable
{
    private const int Parallelism = 8;
    private readonly string _incoming = folder.OwnFile("incoming");

    /// <summary>Downloads the contents of files, each once.</summary>
    /// <exception cref="CliException">The server lacks one, or answers other bytes.</exception>
    public async Task FetchAsync(IEnumerable<TreeEntry> files, CancellationToken cancellation)
    {
        Directory.CreateDirectory(_incoming);
        await Parallel.ForEachAsync(files.DistinctBy(f => f.Hash), new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellation }, async (file, token) =>
        {
            try
            {
                await api.SaveAsync($"v1/blobs/download/{file.Hash}", PathOf(file.Hash), file.Size, token);
            }
            catch (FastestApiException e) when (e.Status == System.Net.HttpStatusCode.NotFound)
            {
                throw new CliException($"{api.Url} lacks the content of {Names.Shown(file.Path)} ({file.Hash}), as after an import of a tree without contents. Nothing was written. Push it from a folder that has it.", e);
            }
            await using var content = File.OpenRead(PathOf(file.Hash));
            if (await ContentHash.OfAsync(content, token) != file.Hash)
                throw new CliException($"{api.Url} answers other bytes than those of {file.Hash}. Nothing was written. Try again; if it happens again, the server's store is damaged.");
        });
    }

    /// <summary>Path of a downloaded content.</summary>
    public string PathOf(ContentHash hash) => Path.Combine(_incoming, hash.ToString());

    public void Dispose()
    {
        if (Directory.Exists(_incoming)) Directory.Delete(_incoming, recursive: true);
    }
}
