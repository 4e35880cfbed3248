using CsCheck;
using EventSourced.Commands.Fastest.Snapshots;

namespace EventSourced.Commands.Tests.Fastest.Snapshots;

/// <summary>The graph of snapshots (specification, 3.3 and 3.4).</summary>
public sealed class SnapshotGraphTests
{
    private static readonly Guid s_main = Guid.Parse("019a0000-0000-7000-8000-000000000001");
    private static readonly Guid s_work = Guid.Parse("019a0000-0000-7000-8000-000000000002");
    private static readonly Guid s_third = Guid.Parse("019a0000-0000-7000-8000-000000000003");
    private static readonly Dictionary<Guid, MergedUpTo> s_nothing = [];

    [Theory]
    [InlineData("a b:a c:a", "b", "c", "a")]
    [InlineData("a b:a c:b", "c", "a", "a")]
    [InlineData("a b:a c:a d:b,c e:d f:c", "e", "f", "c")]
    [InlineData("a b", "a", "b", null)]
    [InlineData("a", "a", "a", "a")]
    [InlineData("a b c:a,b d:b,a", "c", "d", "b")]
    [InlineData("a:b b:a c:a d:b", "c", "d", "b")]
    public void The_base_is_the_nearest_common_ancestor(string graph, string target, string source, string? expected)
    {
        var snapshots = Graph(graph);
        Assert.Equal(expected, MergeBase.Find(snapshots.GetValueOrDefault, snapshots[target], snapshots[source])?.Id);
    }

    [Fact]
    public void Of_two_equally_old_ones_it_is_that_with_the_greater_id()
    {
        var snapshots = Graph("a b c:a,b d:b,a").ToDictionary(s => s.Key, s => s.Value with { CreatedAt = DateTimeOffset.UnixEpoch });
        Assert.Equal("b", MergeBase.Find(snapshots.GetValueOrDefault, snapshots["c"], snapshots["d"])?.Id);
        Assert.Equal("b", MergeBase.Find(snapshots.GetValueOrDefault, snapshots["d"], snapshots["c"])?.Id);
    }

    [Fact]
    public void A_missing_parent_is_an_error_that_names_both()
    {
        var snapshots = Graph("b:a c:b d");
        var error = Assert.Throws<MissingParentException>(() => MergeBase.Find(snapshots.GetValueOrDefault, snapshots["c"], snapshots["d"]));
        Assert.Equal(("b", "a"), (error.SnapshotId, error.ParentId));
    }

    [Fact]
    public void The_base_is_the_best_of_all_common_ancestors_in_any_graph()
    {
        var parents = Gen.Int[0, 10_000].Array[0, 2].Array[1, 14];
        Gen.Select(parents, Gen.Int[0, 13], Gen.Int[0, 13]).Sample((links, t, s) =>
        {
            // Parents may have greater numbers, so there are cycles.
            var snapshots = links.Index().ToDictionary(l => $"{l.Index}", l => new SnapshotNode($"{l.Index}", [.. l.Item.Select(p => $"{p % links.Length}").Distinct()], At(l.Index % 3)));
            var (target, source) = (snapshots[$"{t % links.Length}"], snapshots[$"{s % links.Length}"]);
            var (fromTarget, fromSource) = (Distances(snapshots, target), Distances(snapshots, source));
            var expected = fromTarget.Keys.Intersect(fromSource.Keys).OrderBy(id => fromTarget[id] + fromSource[id])
                .ThenByDescending(id => snapshots[id].CreatedAt).ThenByDescending(id => id, StringComparer.Ordinal).FirstOrDefault();
            Assert.Equal(expected, MergeBase.Find(snapshots.GetValueOrDefault, target, source)?.Id);
        }, iter: 2_000);

        static Dictionary<string, int> Distances(Dictionary<string, SnapshotNode> snapshots, SnapshotNode head)
        {
            var distances = new Dictionary<string, int> { [head.Id] = 0 };
            // Relaxation until nothing changes: another algorithm than the one under test.
            for (var changed = true; changed;)
            {
                changed = false;
                foreach (var (id, distance) in distances.ToArray())
                {
                    foreach (var parent in snapshots[id].Parents.Where(p => distances.GetValueOrDefault(p, int.MaxValue) > distance + 1)) (distances[parent], changed) = (distance + 1, true);
                }
            }
            return distances;
        }
    }

    [Fact]
    public void A_sync_starts_from_the_last_merge_then_from_the_graph_then_from_the_bases()
    {
        var snapshots = Graph("a b:a c:a x y");
        (snapshots["x"], snapshots["y"]) = (snapshots["x"] with { WorkspaceId = s_main }, snapshots["y"] with { WorkspaceId = s_work });
        Assert.Equal("c", Base("b", "c", new() { [s_main] = new("c", At(9)) }));
        Assert.Equal("a", Base("b", "c", s_nothing));
        Assert.Equal("a", Base("b", "c", new() { [s_main] = new("gone", At(9)) }));
        Assert.Equal("x", Base("b", "y", s_nothing, targetBase: "x"));
        Assert.Equal("y", Base("b", "x", s_nothing, sourceBase: "y"));
        Assert.Equal("a", Base("b", "x", s_nothing, targetBase: "a"));
        Assert.Null(Base("b", "x", s_nothing));
        (snapshots["x"], snapshots["y"]) = (snapshots["x"] with { WorkspaceId = s_third }, snapshots["y"] with { WorkspaceId = s_third });
        Assert.Equal("x", Base("b", "x", s_nothing, targetBase: "y", sourceBase: "x"));
        Assert.Equal("x", Base("b", "y", s_nothing, targetBase: "x", sourceBase: "y"));

        string? Base(string target, string source, Dictionary<Guid, MergedUpTo> history, string? targetBase = null, string? sourceBase = null) =>
            SyncBase.Find(snapshots.GetValueOrDefault, new(s_work, snapshots[target], targetBase), new(s_main, snapshots[source], sourceBase), history)?.Id;
    }

    [Fact]
    public void A_workspace_inherits_what_main_had_taken_over()
    {
        var own = new Dictionary<Guid, MergedUpTo> { [s_third] = new("old", At(1)), [s_main] = new("before", At(1)) };
        var main = new Dictionary<Guid, MergedUpTo> { [s_third] = new("new", At(2)), [s_work] = new("mine", At(2)) };

        Assert.Equal(new() { [s_main] = new("head", At(3)), [s_third] = new("new", At(2)) }, MergeHistory.After(own, s_work, s_main, main, "head", At(3)));
        Assert.Equal(new("old", At(1)), MergeHistory.After(own, s_work, s_main, new Dictionary<Guid, MergedUpTo> { [s_third] = new("older", At(0)) }, "head", At(3))[s_third]);
    }

    private static DateTimeOffset At(int seconds) => DateTimeOffset.UnixEpoch.AddSeconds(seconds);

    private static Dictionary<string, SnapshotNode> Graph(string text) => text.Split(' ').Select((node, i) => (Parts: node.Split(':'), i))
        .ToDictionary(n => n.Parts[0], n => new SnapshotNode(n.Parts[0], n.Parts.Length > 1 ? n.Parts[1].Split(',') : [], At(n.i)));
}
