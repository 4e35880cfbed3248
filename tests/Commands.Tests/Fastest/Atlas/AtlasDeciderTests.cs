using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest;
using EventSourced.Commands.Fastest.Atlas;
using EventSourced.Commands.Fastest.Projects;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.Contracts.Fastest;
using static EventSourced.Commands.Tests.Fastest.Trees.TreeTexts;

namespace EventSourced.Commands.Tests.Fastest.Atlas;

/// <summary>Decisions about the Atlas, without a database.</summary>
public sealed class AtlasDeciderTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 9, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid s_project = Guid.NewGuid(), s_owner = Guid.NewGuid(), s_command = Guid.NewGuid();
    private static readonly string s_one = new('1', 64);
    private static readonly IEvent[] s_pushed = [new ProjectCreated(s_project, s_owner, "Garden"), Snapshot("s1")];
    private static readonly AtlasBasis s_basis = new("s1", s_one, AtlasGraph.Version, "words", "built-in");
    private static readonly AtlasDecision[] s_decisions = [new("d1", "Cache the api", null)];

    [Fact]
    public void The_snapshot_is_the_one_that_was_registered_or_synced_last_else_the_newest()
    {
        Assert.Null(Project(s_pushed[..1]).LatestSnapshot);
        Assert.Equal("s1", Project([.. s_pushed, Taken("before", "system")]).LatestSnapshot?.Id);
        Assert.Equal("after", Project([.. s_pushed, Taken("before", "system"), Taken("after", "web"), Taken("job", "system")]).LatestSnapshot?.Id);
        Assert.Equal("two", Project([s_pushed[0], Taken("one", "system"), Taken("two", "system")]).LatestSnapshot?.Id);
    }

    [Fact]
    public void An_index_needs_the_own_project_and_a_snapshot()
    {
        Assert.Equal(404, AtlasDecider.Fault(States(s_pushed), new(s_project), By(Guid.NewGuid()))?.Status);
        Assert.Equal((400, "no_snapshot"), Fault(s_pushed[..1]));
        Assert.Equal(404, AtlasDecider.Fault(States([.. s_pushed, new ProjectDeleted(s_project, [])]), new(s_project), By(s_owner))?.Status);
        Assert.Null(AtlasDecider.Fault(States(s_pushed), new(s_project), By(s_owner)));

        static (int?, string?) Fault(IEvent[] project) => AtlasDecider.Fault(States(project), new(s_project), By(s_owner)) is { } p ? (p.Status, p.Code) : default;
    }

    [Fact]
    public void An_index_records_all_of_the_graph_the_new_chunks_and_what_it_removes()
    {
        var first = Index("a/x=1 b/y=2", s_basis, s_decisions, known: null);
        var events = Events(States(s_pushed), first);
        var (head, page) = (Assert.IsType<AtlasIndexed>(events[0]), Assert.IsType<AtlasPageIndexed>(Assert.Single(events.Skip(1))));
        Assert.Equal((0, 0, 0, 0), (head.RemovedConcepts.Count, head.RemovedEdges.Count, head.RemovedChunks.Count, head.RemovedLinks.Count));
        Assert.Equal((first.Graph.Concepts, first.Graph.Edges, first.Links), (page.Concepts, page.Edges, page.Links), EachEqual);
        Assert.Equal(3, page.Chunks.Count);

        var atlas = Atlas(events);
        Assert.Equal(first.ChunkIds.Order(), atlas.Chunks.Order());
        Assert.Equal(first.Graph.Edges, atlas.Edges);
        var second = Index("a/x=1 b/z=3", s_basis with { SnapshotId = "s2", ManifestHash = new('2', 64) }, [], atlas);
        var next = Events(States(s_pushed, events), second);
        var removed = (AtlasIndexed)next[0];
        Assert.Equal(["code:b/y", "narrative:decision:d1"], removed.RemovedConcepts);
        Assert.Equal([Edge(first, "code:b/y")], removed.RemovedEdges);
        Assert.Equal(first.ChunkIds.Except(second.ChunkIds).Order(StringComparer.Ordinal), removed.RemovedChunks);
        Assert.Equal(first.Links.Select(l => l.Id).Order(StringComparer.Ordinal), removed.RemovedLinks);
        Assert.Equal(["b/z"], ((AtlasPageIndexed)next[1]).Chunks.Select(c => c.FilePath));

        var after = Atlas([.. events, .. next]);
        Assert.Equal(second.ChunkIds.Order(), after.Chunks.Order());
        Assert.Equal(second.Graph.Concepts.Select(c => c.Id).Order(), after.Concepts.Keys.Order());
        Assert.Equal((second.Graph.Edges.Count, 0), (after.Edges.Count, after.Links.Count));

        static string Edge(AtlasIndex index, string to) => index.Graph.Edges.Single(e => e.To == to).Id;
        static bool EachEqual((IReadOnlyList<AtlasConcept>, IReadOnlyList<AtlasEdge>, IReadOnlyList<AtlasLink>) a, (IReadOnlyList<AtlasConcept>, IReadOnlyList<AtlasEdge>, IReadOnlyList<AtlasLink>) b) =>
            a.Item1.SequenceEqual(b.Item1) && a.Item2.SequenceEqual(b.Item2) && a.Item3.SequenceEqual(b.Item3);
    }

    [Fact]
    public void An_index_is_appended_only_while_the_project_is_as_it_was_read()
    {
        var states = States(s_pushed);
        var appends = AtlasDecider.Record(states, Index("a=1", s_basis, [], null)).Appends;
        Assert.Equal([FastestStreams.Atlas(s_project), FastestStreams.Project(s_project)], appends.Select(a => a.StreamId));
        Assert.Equal(states.Project.Unchanged.Expected, appends[1].Expected);
        Assert.Empty(appends[1].Events);
    }

    [Fact]
    public void Nothing_is_recorded_again_of_the_same_basis_and_chunks()
    {
        var index = Index("a/x=1 b/y=2", s_basis, s_decisions, null);
        var atlas = Atlas(Events(States(s_pushed), index));
        Assert.True(AtlasDecider.IsUnchanged(atlas, s_basis, index.ChunkIds));
        Assert.False(AtlasDecider.IsUnchanged(atlas, s_basis, index.ChunkIds.Skip(1).ToHashSet()));
        foreach (var other in (AtlasBasis[])[s_basis with { SnapshotId = "s2" }, s_basis with { Version = 2 }, s_basis with { EmbeddingModel = "other" }, s_basis with { LanguageModel = "other" }])
            Assert.False(AtlasDecider.IsUnchanged(atlas, other, index.ChunkIds));
        Assert.Equal(atlas.Chunks, AtlasDecider.KnownChunks(atlas, s_basis with { SnapshotId = "s2", LanguageModel = "other" }));
        Assert.Empty(AtlasDecider.KnownChunks(atlas, s_basis with { EmbeddingModel = "other" }));
        Assert.Empty(AtlasDecider.KnownChunks(atlas, s_basis with { Version = 2 }));
        Assert.Empty(AtlasDecider.KnownChunks(Atlas([]), s_basis));
    }

    [Fact]
    public void A_large_index_is_divided_into_pages_without_loss()
    {
        var files = string.Join(' ', Enumerable.Range(0, 1_000).Select(n => $"src/{n % 50}/file{n:d4}.go={n}"));
        var index = Index(files, s_basis, [], null, new string('x', 4_000), [.. Enumerable.Repeat(0.12345678f, 384)]);
        var pages = AtlasPages.Of(s_project, index);
        Assert.Equal(index.Graph.Concepts, pages.SelectMany(p => p.Concepts));
        Assert.Equal(index.Graph.Edges, pages.SelectMany(p => p.Edges));
        Assert.Equal(index.NewChunks, pages.SelectMany(p => p.Chunks));
        var sizes = pages.Select(p => System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(p, EventCatalog.Default.Of(typeof(AtlasPageIndexed)).Json!).Length).ToList();
        Assert.True(sizes.Count > 5 && sizes.Max() < 1_200_000, $"{sizes.Count} pages of {sizes.Sum():N0} bytes, the largest of {sizes.Max():N0}");
    }

    [Fact]
    public void A_diagram_is_drawn_of_an_indexed_project()
    {
        var atlas = Events(States(s_pushed), Index("a/x=1 b/y=2", s_basis, [], null));
        Assert.Equal("invalid_operation", Draw([], null).Problem?.Code);
        Assert.Equal((404, "concept_not_found"), (Draw(atlas, "code:nowhere").Problem!.Status, Draw(atlas, "code:nowhere").Problem!.Code));
        Assert.Equal(404, AtlasDecider.Decide(States(s_pushed, atlas), new(s_project), By(Guid.NewGuid())).Problem?.Status);
        var drawn = (DiagramDrawn)Assert.Single(Draw(atlas, "system:a").Events);
        Assert.Equal((s_command, "system:a", "Diagram for a"), (drawn.DiagramId, drawn.ConceptId, drawn.Title));
        Assert.Equal(["system:a", "module:a"], drawn.Nodes.Select(n => n.Id));
        Assert.Equal(4, ((DiagramDrawn)Assert.Single(Draw(atlas, null).Events)).Edges.Count);

        static Decision Draw(IReadOnlyList<IEvent> atlas, string? concept) => AtlasDecider.Decide(States(s_pushed, atlas), new(s_project, concept), By(s_owner));
    }

    private static AtlasIndex Index(string files, AtlasBasis basis, AtlasDecision[] decisions, AtlasState? known, string text = "text", IReadOnlyList<float>? vector = null)
    {
        var tree = Tree(files);
        var graph = AtlasGraph.Of(s_project, tree, decisions, []);
        AtlasChunk[] chunks = [.. tree.Entries.Select(e => AtlasChunks.Of(s_project, e, System.Text.Encoding.UTF8.GetBytes(text))), .. decisions.Select(d => AtlasChunks.Of(s_project, d))];
        return new(basis, graph, AtlasLinks.Of(s_project, graph, decisions), chunks.Select(c => c.Id).ToHashSet(),
            [.. chunks.Where(c => known?.Chunks.Contains(c.Id) != true).Select(c => c with { Vector = vector ?? [1, 0] })]);
    }

    private static IReadOnlyList<IEvent> Events(AtlasContext states, AtlasIndex index) => AtlasDecider.Record(states, index).EventsOf(FastestStreams.Atlas(s_project));

    private static SnapshotRegistered Snapshot(string id) => new(s_project, id, s_one, [], null, "cli", null);

    private static SnapshotTaken Taken(string id, string source) => new(s_project, id, s_one, [], null, source, null);

    private static AtlasContext States(IReadOnlyList<IEvent> project, IReadOnlyList<IEvent>? atlas = null) => new(Project(project), Atlas(atlas ?? []));

    private static ProjectState Project(IReadOnlyList<IEvent> events) => State(new ProjectState(s_project), events);

    private static AtlasState Atlas(IReadOnlyList<IEvent> events) => State(new AtlasState(s_project), events);

    private static TState State<TState>(TState state, IReadOnlyList<IEvent> events) where TState : StreamState =>
        state.After(events.Select((e, i) => new Fact(e, i + 1, i + 1, s_now, Guid.Empty)));

    private static CommandContext By(Guid user) => new(s_command, "tester", s_now, null, user.ToString());
}
