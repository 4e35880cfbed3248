using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using EventSourced.Cli.Fastest.Folder;
using EventSourced.Cli.Fastest.Http;
using EventSourced.Cli.Output;
using EventSourced.Commands.Fastest.Folders;
using EventSourced.Commands.Fastest.Trees;

namespace EventSourced.Cli.Fastest.Pushing;

/// <summary>What was uploaded.</summary>
/// <param name="Blobs">Blobs that the server lacked.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Changed">Files that no longer are what the scan found. Nothing is stored of them.</param>
internal sealed record Uploaded(int Blobs, long Bytes, IReadOnlyList<string> Changed);

/// <summary>Uploads the blobs of a tree that the server lacks.</summary>
internal sealed class Uploads(WorkingFolder folder, FastestApi api, Action<Stage> tell)
{
    private const int HashesPerRequest = 100;
    private const int Parallelism = 8;

    // The server keeps a blob for an hour after it said that it has it, if no manifest names it.
    private static readonly TimeSpan s_fresh = TimeSpan.FromMinutes(30);

    private long _sent;

    /// <summary>Asks and uploads.</summary>
    /// <exception cref="FastestApiException">The API refused a request, or does not answer.</exception>
    public async Task<Uploaded> RunAsync(FileTree tree, CancellationToken cancellation)
    {
        var files = new Dictionary<string, TreeEntry>(StringComparer.Ordinal);
        foreach (var entry in tree.Entries.Where(e => e.IsFile)) files.TryAdd(entry.Hash.ToString(), entry);
        var (blobs, bytes, changed) = (0, 0L, new ConcurrentBag<string>());
        Stopwatch asked;
        do
        {
            asked = Stopwatch.StartNew();
            var missing = await MissingAsync(files, cancellation);
            await SendAsync(missing, changed, cancellation);
            var lost = changed.ToHashSet(StringComparer.Ordinal);
            foreach (var entry in missing.Where(e => !lost.Contains(e.Path))) (blobs, bytes) = (blobs + 1, bytes + entry.Size);
        }
        while (asked.Elapsed > s_fresh && changed.IsEmpty);
        return new(blobs, bytes, [.. changed.Order(StringComparer.Ordinal)]);
    }

    private async Task<IReadOnlyList<TreeEntry>> MissingAsync(Dictionary<string, TreeEntry> files, CancellationToken cancellation)
    {
        var (missing, done) = (new ConcurrentBag<string>(), 0);
        await Parallel.ForEachAsync(files.Keys.Chunk(HashesPerRequest), Few(cancellation), async (hashes, token) =>
        {
            foreach (var hash in await api.MissingAsync(hashes, token)) missing.Add(hash);
            tell(new($"asking which of {Figures.Count(files.Count, "blob")} are new", Interlocked.Add(ref done, hashes.Length), files.Count));
        });
        return [.. missing.Where(files.ContainsKey).Distinct().Select(hash => files[hash])];
    }

    private async Task SendAsync(IReadOnlyList<TreeEntry> missing, ConcurrentBag<string> changed, CancellationToken cancellation)
    {
        var (done, total) = (0, missing.Sum(e => e.Size));
        _sent = 0;
        await Parallel.ForEachAsync(missing, Few(cancellation), async (entry, token) =>
        {
            if (!await SendAsync(entry, () => Tell(done), token)) changed.Add(entry.Path);
            Interlocked.Increment(ref done);
            Tell(done);
        });

        void Tell(int files) => tell(new($"uploading: {Figures.Count(files)} of {Figures.Count(missing.Count, "blob")}, {Figures.Bytes(Interlocked.Read(ref _sent))} of {Figures.Bytes(total)}", Interlocked.Read(ref _sent) + files, total + missing.Count));
    }

    /// <summary>Sends a file. Returns false if it is not what the scan found.</summary>
    private async Task<bool> SendAsync(TreeEntry entry, Action told, CancellationToken cancellation)
    {
        var counted = 0L;
        try
        {
            await api.StoreAsync($"v1/blobs/upload/{entry.Hash}", () =>
            {
                // An attempt that broke off does not count.
                Interlocked.Add(ref _sent, -counted);
                counted = 0;
                return new BlobContent(Open(entry), entry.Size, bytes =>
                {
                    Interlocked.Add(ref _sent, bytes);
                    counted += bytes;
                    told();
                });
            }, entry.Size, cancellation);
            return true;
        }
        catch (FastestApiException e) when (e.Code == "HASH_MISMATCH")
        {
            return false;
        }
        catch (FastestApiException e) when (e.Status == HttpStatusCode.RequestEntityTooLarge)
        {
            throw new CliException($"{Names.Shown(entry.Path)} has {Figures.Bytes(entry.Size)}, which is more than {api.Url} takes. Leave it out with this line in {IgnoreRules.FileName}: /{entry.Path}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It was removed, replaced or locked; the next scan says what it is now.
            return false;
        }
    }

    // An empty file needs not be opened.
    private Stream Open(TreeEntry entry)
    {
        if (entry.Size == 0) return Stream.Null;
        var file = new FileStream(Path.Combine(folder.Root, entry.Path),
            new FileStreamOptions { Options = FileOptions.SequentialScan | FileOptions.Asynchronous, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 });
        if (file.Length == entry.Size) return file;
        file.Dispose();
        throw new IOException($"{entry.Path} has another size than a moment ago.");
    }

    private static ParallelOptions Few(CancellationToken cancellation) => new() { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellation };
}
