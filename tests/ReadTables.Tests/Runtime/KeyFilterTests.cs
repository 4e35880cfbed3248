using EventSourced.ReadTables.Runtime;

namespace EventSourced.ReadTables.Tests.Runtime;

public sealed class KeyFilterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(65_536)]
    [InlineData(1L << 40)]
    public void Every_added_hash_may_be_contained_and_no_other_is(long step)
    {
        const int Added = 300_000;
        var filter = new KeyFilter();
        for (var i = 0; i < Added; i++) filter.Add(i * step);

        Assert.DoesNotContain(Enumerable.Range(0, Added), i => !filter.MayContain(i * step));
        var added = Enumerable.Range(0, Added).Select(i => i * step).ToHashSet();
        var random = new Random(1);
        var others = Enumerable.Range(0, 300_000).Select(_ => random.NextInt64()).Where(hash => !added.Contains(hash)).ToList();
        // Expected is less than a thousandth of a hash. A build that finds one creates the key of a table early, which only takes longer.
        Assert.InRange(others.Count(filter.MayContain), 0, 1);
    }

    [Fact]
    public void An_empty_filter_contains_nothing() => Assert.False(new KeyFilter().MayContain(0));
}
