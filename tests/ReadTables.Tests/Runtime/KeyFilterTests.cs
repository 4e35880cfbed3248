using EventSourced.ReadTables.Runtime;

namespace EventSourced.ReadTables.Tests.Runtime;

public sealed class KeyFilterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(65_536)]
    public void Every_added_hash_may_be_contained_and_most_others_are_not(int step)
    {
        const int Added = 300_000;
        var filter = new KeyFilter();
        for (var i = 0; i < Added; i++) filter.Add(unchecked(i * step));

        Assert.DoesNotContain(Enumerable.Range(0, Added), i => !filter.MayContain(unchecked(i * step)));
        var added = Enumerable.Range(0, Added).Select(i => unchecked(i * step)).ToHashSet();
        var random = new Random(1);
        var others = Enumerable.Range(0, 100_000).Select(_ => random.Next(int.MinValue, int.MaxValue)).Where(hash => !added.Contains(hash)).ToList();
        Assert.InRange(others.Count(filter.MayContain), 0, others.Count / 15);
    }

    [Fact]
    public void An_empty_filter_contains_nothing() => Assert.False(new KeyFilter().MayContain(0));
}
