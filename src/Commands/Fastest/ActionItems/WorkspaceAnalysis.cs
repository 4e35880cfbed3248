using System.Text;
using EventSourced.Commands.Fastest.Trees;
using EventSourced.Commands.Intelligence;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.ActionItems;

/// <summary>Reads a few files of a tree, and asks the language model about them (specification, 3.9).</summary>
internal sealed class WorkspaceAnalysis(StoredBlobs blobs, ILanguageModel model)
{
    /// <summary>What the workspace needs, without what it knows already.</summary>
    /// <param name="userId">Whose tree it is.</param>
    /// <param name="tree">The tree.</param>
    /// <param name="known">The items of the workspace.</param>
    /// <param name="commandId">The command; a retry gives the same ids.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ModelServiceException">The model failed, or its answer cannot be read.</exception>
    public async Task<IReadOnlyList<ActionItem>> FindAsync(Guid userId, FileTree tree, KnownActionItems known, Guid commandId, CancellationToken cancellationToken)
    {
        var found = await Analysis.AskAsync(model, await ReadAsync(userId, tree, cancellationToken), cancellationToken);
        return Analysis.New(Analysis.Coverage(tree, known) is { } coverage ? [coverage, .. found] : found, known, commandId);
    }

    // Files that are not stored or no text are passed over: a tree may have been imported without contents.
    private async Task<IReadOnlyList<ReadFile>> ReadAsync(Guid userId, FileTree tree, CancellationToken cancellationToken)
    {
        List<ReadFile> files = [];
        foreach (var entry in Analysis.Candidates(tree))
        {
            if (files.Count == Analysis.MaxFiles) break;
            if (await blobs.FindAsync(userId, entry.Hash, Analysis.MaxBytes, cancellationToken) is { } bytes && !bytes.Contains((byte)0)) files.Add(new(entry.Path, Encoding.UTF8.GetString(bytes)));
        }
        return files;
    }
}
