using EventSourced.Contracts;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Laws.Tests.Histories.Fastest;

/// <summary>Generates indexes of a project's Atlas, each with other files than the one before, and diagrams.</summary>
internal sealed class AtlasGenerator(Guid project, Steps steps, Random random)
{
    private static readonly string[] s_paths = ["README.md", "src/a.go", "src/api/b.go", "web/ü \"c\".ts", "明日/d"];
    private static readonly string[] s_layers = ["system", "module", "code", "narrative", "capability"];
    private readonly HashSet<string> _concepts = [], _edges = [], _chunks = [], _links = [];
    private string _model = "words";

    private string Stream => $"fastest-atlas-{project}";

    public void Index(string snapshot)
    {
        var manifest = RandomValues.Sha256($"{random.Next()}");
        // Vectors of another model replace all.
        var isOther = random.OneIn(4);
        if (isOther) _model = random.Pick(["words", "@cf/baai/bge-small-en-v1.5"]);
        string[] paths = [.. s_paths.Where(_ => !random.OneIn(3))];
        AtlasConcept[] concepts = [.. paths.Select(p => new AtlasConcept($"{random.Pick(s_layers)}:{p}", random.Pick(s_layers), random.Text(), random.OneIn(4) ? null : random.Text())).DistinctBy(c => c.Id)];
        AtlasEdge[] edges = [.. concepts.Skip(1).Select(c => new AtlasEdge(Id("edge", c.Id), concepts[0].Id, c.Id, "contains"))];
        AtlasLink[] links = [.. concepts.Where(_ => random.OneIn(2)).Select(c => new AtlasLink(Id("link", c.Id), RandomValues.Sha256(c.Id)[..36], c.Id, random.Next(50, 101)))];
        AtlasChunk[] chunks = [.. paths.Select(Chunk), .. random.OneIn(2) ? [] : new[] { new AtlasChunk(Id("chunk", "decision"), null, "decision", random.Text(), null, null, Vector()) }];
        var indexed = new AtlasIndexed(
            project, snapshot, manifest, 1, _model, "built-in", Replace(_concepts, concepts.Select(c => c.Id)), Replace(_edges, edges.Select(e => e.Id)),
            Replace(_chunks, chunks.Select(c => c.Id), out var added), Replace(_links, links.Select(l => l.Id)));
        AtlasChunk[] recorded = [.. chunks.Where(c => isOther || added.Contains(c.Id))];
        steps.Commit((Stream, [indexed, Page(concepts, edges, [], recorded[..(recorded.Length / 2)]), Page([], [], links, recorded[(recorded.Length / 2)..])]));

        AtlasPageIndexed Page(AtlasConcept[] c, AtlasEdge[] e, AtlasLink[] l, AtlasChunk[] k) => new(project, snapshot, manifest, _model, c, e, l, k);
    }

    public void Draw()
    {
        var concept = random.OneIn(2) || _concepts.Count == 0 ? null : random.Pick([.. _concepts]);
        steps.Commit(Stream, new DiagramDrawn(random.Guid(), project, concept, random.Text(), random.ListOf(3, r => new AtlasNode(r.Text(), r.Text())), random.ListOf(3, r => new AtlasArrow(r.Text(), r.Text(), "contains", "contains"))));
    }

    private AtlasChunk Chunk(string path)
    {
        var version = random.Next(2);
        return new(Id("chunk", $"{path} {version}"), $"code:{path}", "code", random.Text(), path, RandomValues.Sha256($"{path} {version}"), Vector());
    }

    private float[] Vector() => [0, -1, random.Pick([1e-7f, float.Epsilon, float.MaxValue]), random.NextSingle()];

    private string Id(string kind, string name) => DerivedId.Of($"fastest.atlas_{kind}/{project}/{name}").ToString();

    private static List<string> Replace(HashSet<string> ids, IEnumerable<string> now) => Replace(ids, now, out _);

    private static List<string> Replace(HashSet<string> ids, IEnumerable<string> now, out HashSet<string> added)
    {
        HashSet<string> next = [.. now];
        added = [.. next.Except(ids)];
        List<string> removed = [.. ids.Except(next).Order(StringComparer.Ordinal)];
        ids.Clear();
        ids.UnionWith(next);
        return removed;
    }
}
