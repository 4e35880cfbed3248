using EventSourced.Contracts;
using EventSourced.Laws.Market;

namespace EventSourced.Laws.Tests.Histories.Market;

/// <summary>Stalls with their buyers. Some close and open again under the same name.</summary>
internal sealed class MarketHistory : IModuleHistory
{
    public string Module => "market";

    public IReadOnlyDictionary<string, string> NotFilledYet { get; } = new Dictionary<string, string>();

    public IReadOnlyList<ScopeHistory> Create(Random random) =>
        [.. new[] { "fruit 🍎", "fruit", "\"wood\" & 'nails'" }.Select(stall =>
        {
            var steps = new Steps(random);
            for (var i = random.Next(120, 200); i > 0; i--)
            {
                if (i > 30 && random.OneIn(50)) steps.Commit(stall, new StallClosed(stall));
                else steps.Commit(stall, [.. random.ListOf(4, r => Event(r, stall, steps.Now))]);
            }
            return new ScopeHistory([stall], steps.All);
        })];

    private static IEvent Event(Random random, string stall, DateTimeOffset now)
    {
        long[] buyers = [1, 2, 3, long.MaxValue, long.MinValue, (1L << 53) + 1];
        var (buyer, good) = (random.Pick(buyers), random.Pick(["apple", "Äpfel", "りんご", "", "\"", "apple "]));
        return random.Next(8) switch
        {
            0 => new GivenBack(stall, buyer, good),
            1 => new Warned(stall, buyer, good),
            _ => new Bought(
                stall, buyer, good, random.Next(1, 9), random.OneIn(4) ? 0.1f : random.NextSingle() * 100, random.OneIn(2) ? null : now.AddTicks(random.Next(20)), random.ListOf(3, RandomValues.TextOrEmpty)),
        };
    }
}
