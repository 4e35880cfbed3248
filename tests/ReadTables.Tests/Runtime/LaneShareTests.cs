using EventSourced.ReadTables.Runtime;

namespace EventSourced.ReadTables.Tests.Runtime;

public sealed class LaneShareTests
{
    [Theory]
    [InlineData(5, 1, 5)]
    [InlineData(5, 2, 3)]
    [InlineData(5, 3, 2)]
    [InlineData(5, 5, 1)]
    [InlineData(5, 9, 1)]
    [InlineData(6, 3, 2)]
    [InlineData(5, 0, 5)]
    [InlineData(0, 3, 0)]
    public void A_process_owns_at_most_its_share_rounded_up(int lanes, int processes, int max) => Assert.Equal(max, LaneShare.Max(lanes, processes));

    [Fact]
    public void After_any_joins_and_leaves_every_lane_has_an_owner_and_no_more_lanes_move()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            var lanes = random.Next(1, 13);
            var (free, owned) = (lanes, new List<int>());
            for (var change = 0; change < 6; change++)
            {
                if (owned.Count == 0 || random.Next(2) == 0)
                {
                    owned.Add(0);
                }
                else
                {
                    var leaving = random.Next(owned.Count);
                    free += owned[leaving];
                    owned.RemoveAt(leaving);
                    if (owned.Count == 0) continue;
                }

                // Every process releases once, then takes once, in any order.
                foreach (var i in Shuffled(owned.Count))
                {
                    var released = LaneShare.ToRelease(lanes, owned.Count, owned[i]);
                    (owned[i], free) = (owned[i] - released, free + released);
                }
                foreach (var i in Shuffled(owned.Count))
                {
                    var taken = Math.Min(free, LaneShare.ToTake(lanes, owned.Count, owned[i]));
                    (owned[i], free) = (owned[i] + taken, free - taken);
                }
                Assert.True(free == 0, $"{free} of {lanes} lanes have no owner with {owned.Count} processes, seed {seed}");
                Assert.All(owned, o => Assert.Equal(0, LaneShare.ToRelease(lanes, owned.Count, o)));
            }
        }

        int[] Shuffled(int count)
        {
            var order = Enumerable.Range(0, count).ToArray();
            random.Shuffle(order);
            return order;
        }
    }
}
