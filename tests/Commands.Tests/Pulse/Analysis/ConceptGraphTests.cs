using EventSourced.Commands.Pulse.Analysis;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Tests.Pulse.Analysis;

public sealed class ConceptGraphTests
{
    [Fact]
    public void Nodes_and_edges_follow_their_formulas()
    {
        var graph = Build(
            Days.Digest(0, 10, 0.5, ["Events ", "food"]), Days.Digest(1, 30, -0.1, ["food", "events", "lost & found"]), Days.Digest(2, 5, 0.9, ["food"]));

        Assert.Equal(
            [
                // (0.5×10 − 0.1×30 + 0.9×5)/45 = 6.5/45 = 0.1444
                new("food", "food", 45, 3, 0.14, "belonging"),
                new("events", "events", 40, 2, 0.05, "coordination"), // (5 − 3)/40
                new ConceptNode("lost-found", "lost & found", 30, 1, -0.1, "mutual_support"),
            ],
            graph.Nodes);
        Assert.Equal(
            [
                new("events", "food", 2, 1), // 2 of min(2, 3)
                new("events", "lost-found", 1, 1),
                new ConceptEdge("food", "lost-found", 1, 1),
            ],
            graph.Edges);
        Assert.Equal("keyword", graph.PillarSource);
    }

    [Fact]
    public void Strength_is_the_share_of_the_rarer_themes_days() =>
        Assert.Equal(0.5, Build(Days.Digest(0, 1, themes: ["a", "b"]), Days.Digest(1, 1, themes: ["a"]), Days.Digest(2, 1, themes: ["b"])).Edges.Single().Strength);

    [Theory]
    [InlineData("lost & found", "lost-found")]
    [InlineData("Über  Straße!", "über-straße")]
    [InlineData("花見 2024", "花見-2024")]
    [InlineData("हिन्दी", "हिन्दी")]
    [InlineData("--x--", "x")]
    [InlineData("🎉", "theme")]
    public void Slugs_keep_letters_and_digits_of_any_script(string label, string slug) =>
        Assert.Equal(slug, Build(Days.Digest(0, 1, themes: [label])).Nodes.Single().Id);

    [Fact]
    public void Equal_slugs_get_a_numeric_suffix() =>
        Assert.Equal(
            [("a b", "a-b"), ("a-b", "a-b-2"), ("a/b", "a-b-3")],
            Build(Days.Digest(0, 1, themes: ["a/b", "a b", "a-b"])).Nodes.Select(node => (node.Label, node.Id)));

    [Fact]
    public void At_most_forty_nodes_and_a_hundred_and_twenty_edges_are_kept()
    {
        var days = Enumerable.Range(0, 7).Select(day => Days.Digest(day, day + 1, themes: [.. Enumerable.Range(0, 10).Select(i => $"t{day}{i}")]));
        var graph = Build([.. days]);
        Assert.Equal(40, graph.Nodes.Count);
        Assert.Equal(120, graph.Edges.Count); // 4 days × 45 pairs are 180
        Assert.All(graph.Nodes, node => Assert.True(node.Weight >= 4));
        Assert.All(graph.Edges, edge => Assert.True(string.CompareOrdinal(edge.Source, edge.Target) < 0));
        Assert.All(graph.Edges, edge => Assert.Contains(graph.Nodes, node => node.Id == edge.Source));
    }

    [Theory]
    [InlineData("safety", "emotional_climate")]
    [InlineData("noise complaints", "emotional_climate")]
    [InlineData("welcome", "belonging")]
    [InlineData("help", "mutual_support")]
    [InlineData("lost & found", "mutual_support")]
    [InlineData("House Rules", "equity")]
    [InlineData("maintenance", "coordination")]
    [InlineData("schedule", "coordination")]
    [InlineData("transport", "reliability")]
    [InlineData("utilities", "reliability")]
    [InlineData("zebra", "belonging")]
    public void Themes_belong_to_pillars_by_keyword(string theme, string pillar) => Assert.Equal(pillar, PillarKeywords.PillarOf(theme));

    [Fact]
    public void A_week_without_themes_has_an_empty_graph()
    {
        var graph = Build(Days.Digest(0, 5));
        Assert.Empty(graph.Nodes);
        Assert.Empty(graph.Edges);
    }

    private static WeekConceptsMapped Build(params DayDigested[] days) => ConceptGraphBuilder.Build("c", "s", Days.Sunday, days);
}
