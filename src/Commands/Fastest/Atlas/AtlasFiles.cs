using EventSourced.Commands.Fastest.Trees;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.Atlas;

/// <summary>What the files of a tree give to an index.</summary>
/// <param name="Read">Chunks of files that were read.</param>
/// <param name="Unchanged">Ids of chunks that the former index has, so that their files were not read.</param>
/// <param name="Skipped">How many files have no chunk, by reason.</param>
internal sealed record AtlasReading(IReadOnlyList<AtlasChunk> Read, IReadOnlyList<string> Unchanged, IReadOnlyDictionary<string, int> Skipped);

/// <summary>Reads the files of a tree for an index, one at a time.</summary>
/// <param name="read">Returns the first bytes of a blob, up to a maximum; null when it is not stored.</param>
internal sealed class AtlasFiles(Func<ContentHash, int, Task<byte[]?>> read)
{
    /// <summary>Reads up to a number of files, in the order of their paths.</summary>
    /// <param name="projectId">The project.</param>
    /// <param name="tree">The tree.</param>
    /// <param name="maxFiles">How many files get a chunk at most.</param>
    /// <param name="known">Ids of chunks that need not be made again.</param>
    public async Task<AtlasReading> ReadAsync(Guid projectId, FileTree tree, int maxFiles, IReadOnlySet<string> known)
    {
        List<AtlasChunk> chunks = [];
        List<string> unchanged = [];
        var skipped = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var file in tree.Entries.Where(e => e.IsFile))
        {
            if (AtlasChunks.SkipReason(file) is { } reason) Skip(reason);
            else if (chunks.Count + unchanged.Count == maxFiles) Skip(AtlasSkips.OverMaxFiles);
            else if (AtlasChunks.IdOf(projectId, file) is var id && known.Contains(id)) unchanged.Add(id);
            // One byte more than a chunk's file may have, so that a larger one than its manifest says is recognised.
            else if (await read(file.Hash, (int)AtlasChunks.MaxBytes + 1) is not { } content) Skip(AtlasSkips.NotStored);
            else if (AtlasChunks.SkipReason(content) is { } unfit) Skip(unfit);
            else chunks.Add(AtlasChunks.Of(projectId, file, content));
        }
        return new(chunks, unchanged, skipped);

        void Skip(string reason) => skipped[reason] = skipped.GetValueOrDefault(reason) + 1;
    }
}
