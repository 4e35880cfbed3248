using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.Atlas;

/// <summary>What an index was derived from. Two indexes of one basis differ at most in their chunks.</summary>
/// <param name="SnapshotId">The snapshot.</param>
/// <param name="ManifestHash">Its manifest.</param>
/// <param name="Version">Version of the rules.</param>
/// <param name="EmbeddingModel">The model of the embeddings.</param>
/// <param name="LanguageModel">The model that was asked for capabilities.</param>
internal sealed record AtlasBasis(string SnapshotId, string ManifestHash, int Version, string EmbeddingModel, string LanguageModel)
{
    public static AtlasBasis Of(AtlasIndexed indexed) => new(indexed.SnapshotId, indexed.ManifestHash, indexed.Version, indexed.EmbeddingModel, indexed.LanguageModel);

    /// <summary>Whether a text has the same chunk and embedding under both.</summary>
    public bool HasChunksOf(AtlasBasis other) => (Version, EmbeddingModel) == (other.Version, other.EmbeddingModel);
}

/// <summary>The Atlas of a project: its concepts and edges, of the rest only the ids.</summary>
/// <param name="projectId">The project.</param>
internal sealed class AtlasState(Guid projectId) : StreamState(FastestStreams.Atlas(projectId))
{
    private readonly Dictionary<string, AtlasConcept> _concepts = new(StringComparer.Ordinal);
    private readonly List<AtlasEdge> _edges = [];
    private readonly HashSet<string> _links = new(StringComparer.Ordinal);
    private readonly HashSet<string> _chunks = new(StringComparer.Ordinal);

    /// <summary>What the index was derived from; null before the first.</summary>
    public AtlasBasis? Basis { get; private set; }

    public IReadOnlyDictionary<string, AtlasConcept> Concepts => _concepts;

    /// <summary>The edges in the order of the index.</summary>
    public IReadOnlyList<AtlasEdge> Edges => _edges;

    public IReadOnlySet<string> Links => _links;

    public IReadOnlySet<string> Chunks => _chunks;

    protected override void When(Fact fact)
    {
        switch (fact.Event)
        {
            case AtlasIndexed indexed:
                Basis = AtlasBasis.Of(indexed);
                _concepts.Clear();
                _edges.Clear();
                _links.Clear();
                _chunks.ExceptWith(indexed.RemovedChunks);
                break;
            case AtlasPageIndexed page:
                foreach (var concept in page.Concepts) _concepts[concept.Id] = concept;
                _edges.AddRange(page.Edges);
                _links.UnionWith(page.Links.Select(l => l.Id));
                _chunks.UnionWith(page.Chunks.Select(c => c.Id));
                break;
        }
    }
}
