using EventSourced.Cli.Fastest.Folder;
using EventSourced.Cli.Fastest.Http;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;
using EventSourced.Commands.Fastest.Folders;
using EventSourced.Commands.Fastest.Trees;

namespace EventSourced.Cli.Fastest.Pushing;

/// <summary>What a push did.</summary>
/// <param name="Snapshot">The snapshot; null when there was nothing to push.</param>
/// <param name="Changes">What it changes.</param>
/// <param name="Reading">The folder as it was pushed.</param>
/// <param name="Blobs">Blobs that were uploaded.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Changing">Files that changed while they were pushed, so that the folder was scanned again.</param>
internal sealed record Pushed(Snapshot? Snapshot, TreeChanges Changes, FolderReading Reading, int Blobs, long Bytes, IReadOnlyList<string> Changing);

/// <summary>Registers the folder as a snapshot of its workspace: first its blobs, then the manifest that names them, then the snapshot that names the manifest.</summary>
internal sealed class PushRun(WorkingFolder folder, FastestApi api, Action<Stage> tell)
{
    private const int Rounds = 3;

    /// <summary>Pushes.</summary>
    /// <param name="summary">What the snapshot is, or null.</param>
    /// <param name="force">Also if the workspace has moved on without this folder.</param>
    /// <param name="again">Read all files, also those that have not changed since the last time.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="CliException">The workspace has moved on, or files do not stop changing.</exception>
    public async Task<Pushed> RunAsync(string? summary, bool force, bool again, CancellationToken cancellation)
    {
        var (blobs, bytes) = (0, 0L);
        var changing = new SortedSet<string>(StringComparer.Ordinal);
        for (var round = 0; round < Rounds; round++)
        {
            // Both take long, and neither needs the other. A fault of the folder is reported at once, even if the API does not answer.
            var asking = Task.Run(() => Head.OfAsync(folder, api, cancellation), cancellation);
            var reading = await FolderReading.OfAsync(folder, (done, total) => tell(new($"reading: {Figures.Count(done)} of {Figures.Count(total, "file")}", done, total)), again, [.. changing], cancellation);
            var head = await asking;
            var changes = await ChangesAsync(head, reading, cancellation);
            if (changes.Count == 0)
            {
                folder.WriteBase(new(head.SnapshotId, head.ManifestHash));
                return new(null, changes, reading, 0, 0, [.. changing]);
            }
            if (head.IsBeyond(folder) && !force) throw await MovedOnAsync(head, cancellation);
            var uploaded = await new Uploads(folder, api, tell).RunAsync(reading.Tree, cancellation);
            (blobs, bytes) = (blobs + uploaded.Blobs, bytes + uploaded.Bytes);
            changing.UnionWith(uploaded.Changed);
            if (uploaded.Changed.Count > 0) continue;
            await api.StoreManifestAsync(reading.Hash, reading.Manifest, cancellation);
            var snapshot = await RegisterAsync(reading, head, summary, cancellation);
            folder.WriteBase(new(snapshot.Id, reading.Hash));
            new ManifestCache(folder).Keep(reading.Manifest);
            return new(snapshot, changes, reading, blobs, bytes, [.. changing]);
        }
        throw new CliException($"{Figures.Count(changing.Count, "file")} changed in each of {Rounds} attempts: {Names.First([.. changing], 5)}. Nothing was registered. Push again when nobody writes to them, or leave them out with {IgnoreRules.FileName}.");
    }

    private async Task<Snapshot> RegisterAsync(FolderReading reading, Head head, string? summary, CancellationToken cancellation)
    {
        try
        {
            return await api.RegisterAsync(folder.Config.ProjectId, folder.Config.WorkspaceId, reading.Hash, head.SnapshotId, summary, cancellation);
        }
        catch (FastestApiException e) when (e.Code == "CONCURRENT_MODIFICATION")
        {
            throw new CliException($"Somebody else pushed to this workspace during this push. Nothing was registered. Run {Hint.Es("fst pull")}, then push again.", e);
        }
    }

    private async Task<TreeChanges> ChangesAsync(Head head, FolderReading reading, CancellationToken cancellation) =>
        // A manifest of another writer may list the same tree in other bytes.
        head.ManifestHash == reading.Hash ? new([], [], []) : TreeChanges.Of(await head.TreeAsync(folder, api, cancellation), reading.Tree);

    private async Task<CliException> MovedOnAsync(Head head, CancellationToken cancellation)
    {
        if (head.SnapshotId is not { } id) return new($"The workspace has no snapshot any more, but this folder is based on one. See: {Hint.Es("fst status")}. To push the folder as it is: {Hint.Es("fst push --force")}");
        var newer = await api.SnapshotAsync(id, cancellation);
        return new($"The workspace has a snapshot that this folder lacks: {id}, made by {newer.Source} at {newer.CreatedAt}. A push would undo its changes; {Hint.Es("fst status")} shows them. To push the folder as it is: {Hint.Es("fst push --force")}");
    }
}
