namespace EventSourced.Commands.Fastest.Atlas;

/// <summary>What an index has, and which files it has no texts of.</summary>
/// <param name="SnapshotId">The indexed snapshot.</param>
/// <param name="Changed">Whether it differs from the former index; otherwise nothing was recorded.</param>
/// <param name="Concepts">Concepts.</param>
/// <param name="Edges">Edges.</param>
/// <param name="DecisionLinks">Links of decisions.</param>
/// <param name="Chunks">Texts to search, each with an embedding.</param>
/// <param name="Embeddings">Embeddings.</param>
/// <param name="FilesRead">Files that were read now.</param>
/// <param name="FilesUnchanged">Files whose text the former index had.</param>
/// <param name="FilesSkipped">How many files have no text, by reason.</param>
public sealed record AtlasOutcome(
    string SnapshotId, bool Changed, int Concepts, int Edges, int DecisionLinks, int Chunks, int Embeddings, int FilesRead, int FilesUnchanged, IReadOnlyDictionary<string, int> FilesSkipped);
