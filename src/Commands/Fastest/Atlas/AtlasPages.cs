using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.Atlas;

/// <summary>Divides an index into events of about a megabyte: a reader of the log holds whole events in memory, and an index may have a hundred times as much.</summary>
internal static class AtlasPages
{
    /// <summary>Characters of a page, as they are estimated; a single chunk is far smaller.</summary>
    internal const int MaxSize = 1_000_000;

    // Member names, quotes and ids.
    private const int Frame = 150, Number = 12;

    public static IReadOnlyList<AtlasPageIndexed> Of(Guid projectId, AtlasIndex index)
    {
        List<AtlasPageIndexed> pages = [];
        var (page, size) = (new Page(), 0);
        foreach (var concept in index.Graph.Concepts) Add(page => page.Concepts.Add(concept), concept.Id.Length + concept.Name.Length + (concept.Description?.Length ?? 0));
        foreach (var edge in index.Graph.Edges) Add(page => page.Edges.Add(edge), edge.From.Length + edge.To.Length);
        foreach (var link in index.Links) Add(page => page.Links.Add(link), link.ConceptId.Length);
        foreach (var chunk in index.NewChunks) Add(page => page.Chunks.Add(chunk), chunk.Content.Length + Number * (chunk.Vector?.Count ?? 0));
        if (size > 0) End();
        return pages;

        void Add(Action<Page> add, int characters)
        {
            if (size > 0 && size + Frame + characters > MaxSize) End();
            add(page);
            size += Frame + characters;
        }

        void End()
        {
            var basis = index.Basis;
            pages.Add(new(projectId, basis.SnapshotId, basis.ManifestHash, basis.EmbeddingModel, page.Concepts, page.Edges, page.Links, page.Chunks));
            (page, size) = (new(), 0);
        }
    }

    private sealed class Page
    {
        public List<AtlasConcept> Concepts { get; } = [];

        public List<AtlasEdge> Edges { get; } = [];

        public List<AtlasLink> Links { get; } = [];

        public List<AtlasChunk> Chunks { get; } = [];
    }
}
