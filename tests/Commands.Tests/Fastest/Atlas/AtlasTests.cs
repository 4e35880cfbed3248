using System.Text;
using EventSourced.Commands.Fastest.Atlas;
using EventSourced.Commands.Fastest.Trees;
using EventSourced.Contracts.Fastest;
using static EventSourced.Commands.Tests.Fastest.Trees.TreeTexts;

namespace EventSourced.Commands.Tests.Fastest.Atlas;

/// <summary>The Atlas (specification, 3.7).</summary>
public sealed class AtlasTests
{
    private static readonly Guid s_project = Guid.Parse("019a0000-0000-7000-8000-000000000001");
    private static readonly AtlasDecision[] s_decisions = [new("d1", "Cache in api/cache.go", "The api is slow"), new("d2", "Be kind", null)];
    private static readonly FileTree s_tree = Tree("README.md=1 .env=2 .github/ci.yml=3 dist/x.js=4 src/a.go=5 src/api/cache.go=6 src/api/v1/cache.go=7 web/dist/b.js=8");
    private static readonly AtlasGraph s_graph = AtlasGraph.Of(s_project, s_tree, s_decisions, [new(" Fast Answers! ", "Quick"), new("fast answers", "again"), new("!", null)]);

    [Fact]
    public void Concepts_come_from_the_paths_the_decisions_and_the_model() => Assert.Equal(
        [
            "system system:root Root Top-level area with 1 files",
            "system system:src src Top-level area with 3 files",
            "system system:web web Top-level area with 1 files",
            "module module:root Root Contains 1 files",
            "module module:src src Contains 1 files",
            "module module:src/api src/api Contains 2 files",
            "module module:web/dist web/dist Contains 1 files",
            "code code:README.md README.md README.md",
            "code code:src/a.go a.go src/a.go",
            "code code:src/api/cache.go cache.go src/api/cache.go",
            "code code:src/api/v1/cache.go cache.go src/api/v1/cache.go",
            "code code:web/dist/b.js b.js web/dist/b.js",
            "narrative narrative:decision:d1 Cache in api/cache.go The api is slow",
            "narrative narrative:decision:d2 Be kind ",
            "capability capability:fast-answers Fast Answers! Quick",
        ], s_graph.Concepts.Select(c => $"{c.Layer} {c.Id} {c.Name} {c.Description}"));

    [Fact]
    public void Each_pair_has_one_edge_with_an_id_that_is_always_the_same()
    {
        Assert.Equal(
            [
                "system:root module:root", "module:root code:README.md", "system:src module:src", "module:src code:src/a.go", "system:src module:src/api", "module:src/api code:src/api/cache.go",
                "module:src/api code:src/api/v1/cache.go", "system:web module:web/dist", "module:web/dist code:web/dist/b.js",
            ], s_graph.Edges.Select(e => $"{e.From} {e.To}"));
        Assert.Equal(s_graph.Edges, AtlasGraph.Of(s_project, s_tree, [], []).Edges);
        Assert.Empty(s_graph.Edges.Select(e => e.Id).Intersect(AtlasGraph.Of(Guid.Empty, s_tree, [], []).Edges.Select(e => e.Id)));
    }

    [Fact]
    public void A_decision_is_linked_to_the_concepts_whose_names_it_has()
    {
        Assert.Equal(
            [
                "d1 narrative:decision:d1 100", "d1 code:src/api/cache.go 100", "d1 code:src/api/v1/cache.go 100", "d1 code:src/a.go 50", "d1 module:src/api 50", "d2 narrative:decision:d2 100",
            ], AtlasLinks.Of(s_project, s_graph, s_decisions).Select(l => $"{l.DecisionId} {l.ConceptId} {l.Confidence}"));
        var many = AtlasGraph.Of(s_project, Tree(string.Join(' ', Enumerable.Range(0, 9).Select(n => $"api{n}/api={n}"))), s_decisions, []);
        Assert.Equal(6, AtlasLinks.Of(s_project, many, s_decisions[..1]).Count);
    }

    [Fact]
    public void Chunks_are_the_starts_of_texts()
    {
        Assert.Equal(
            ["binary", "too_large", null, "ignored_path", "path_too_long"],
            new[] { File("a.PNG", 5), File("b.go", 400_001), File("c.go", 400_000), File(".e/f.go", 1), File(new string('ü', 1_001), 1) }.Select(f => AtlasChunks.SkipReason(f)));
        var file = File("c.go", 3);
        var chunk = AtlasChunks.Of(s_project, file, Encoding.UTF8.GetBytes(new string('x', 3_999) + "😀"));
        Assert.Equal(("code:c.go", "code", new string('x', 3_999), "c.go", Hash("c.go").ToString()), (chunk.ConceptId, chunk.Kind, chunk.Content, chunk.FilePath, chunk.SourceHash));
        Assert.Equal((chunk.Id, chunk.Id), (AtlasChunks.IdOf(s_project, file), AtlasChunks.Of(s_project, file, "x"u8).Id));
        Assert.Equal(["blank", "binary", "too_large", null], new[] { AtlasChunks.SkipReason(" \n\t"u8), AtlasChunks.SkipReason("a\0b"u8), AtlasChunks.SkipReason(new byte[400_001]), AtlasChunks.SkipReason("x"u8) });
        Assert.Equal((null, "decision", "Cache in api/cache.go\nThe api is slow"), Parts(AtlasChunks.Of(s_project, s_decisions[0])));

        static TreeEntry File(string path, long size) => TreeEntry.File(path, Hash(path), size);
        static (string?, string, string) Parts(AtlasChunk chunk) => (chunk.ConceptId, chunk.Kind, chunk.Content);
    }

    [Fact]
    public void A_search_goes_by_meaning_and_without_one_by_words()
    {
        AtlasConcept[] concepts = [new("a", "code", "Alpha", "first thing"), new("b", "code", "Beta", "second THING"), new("c", "code", "Gamma", null)];
        (string, ReadOnlyMemory<float>)[] embeddings = [("a", Vector(1, 0)), ("b", Vector(0, 1)), ("b", Vector(2, 1)), ("c", Vector(-1, 0)), ("c", Vector(1, 0, 0))];

        Assert.Equal([("a", 1), ("b", Math.Round(2 / Math.Sqrt(5), 9))], AtlasSearch.Find("x", Vector(3, 0), concepts, embeddings).Select(h => (h.Concept.Id, Math.Round(h.Score, 9))));
        Assert.Equal([("b", 2), ("a", 1)], AtlasSearch.Find("second thing: thing? second", Vector(-1, -1, -1), concepts, embeddings[..3]).Select(h => (h.Concept.Id, h.Score)));
        Assert.Single(AtlasSearch.Find("thing", null, concepts, embeddings, 1));
        Assert.Empty(AtlasSearch.Find("nothing else", null, concepts, []));

        static ReadOnlyMemory<float> Vector(params float[] values) => values;
    }

    [Fact]
    public void A_diagram_shows_a_concept_with_its_edges_or_the_first_forty()
    {
        var concepts = s_graph.Concepts.ToDictionary(c => c.Id);
        var chosen = AtlasDiagram.Of(concepts, s_graph.Edges, concepts["module:src/api"]);
        Assert.Equal("Diagram for src/api", chosen.Title);
        Assert.Equal(["module:src/api", "system:src", "code:src/api/cache.go", "code:src/api/v1/cache.go"], chosen.Nodes.Select(n => n.Id));
        Assert.Equal(new AtlasArrow("system:src", "module:src/api", "contains", "contains"), chosen.Edges[0]);
        Assert.Equal("Project diagram", AtlasDiagram.Of(concepts, s_graph.Edges, null).Title);
        var large = AtlasGraph.Of(s_project, Tree(string.Join(' ', Enumerable.Range(0, 60).Select(n => $"a/{n}={n}"))), [], []);
        Assert.Equal(40, AtlasDiagram.Of(large.Concepts.ToDictionary(c => c.Id), large.Edges, null).Edges.Count);
        Assert.Equal(["narrative:decision:d2"], AtlasDiagram.Of(concepts, s_graph.Edges, concepts["narrative:decision:d2"]).Nodes.Select(n => n.Id));
    }
}
