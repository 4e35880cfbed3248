using EventSourced.Garden;

namespace EventSourced.Laws.Tests.Histories.Garden;

#region history
/// <summary>Beds that are planted, also from lists, and a garden that is watered.</summary>
internal sealed class GardenHistory : IModuleHistory
{
    public string Module => "garden";

    public IReadOnlyDictionary<string, string> NotFilledYet { get; } = new Dictionary<string, string>();

    public IReadOnlyList<ScopeHistory> Create(Random random) =>
        [.. new[] { "herbs 🌱", "roses" }.Select(bed => new ScopeHistory([bed], Bed(bed, new Random(random.Next())))), new ScopeHistory(["waterings"], Waterings(new Random(random.Next())))];

    private static IReadOnlyList<HistoryStep> Bed(string bed, Random random)
    {
        var steps = new Steps(random);
        var stream = $"garden/bed/{bed}";
        steps.Commit(stream, new BedLaid(bed));
        for (var i = random.Next(40, 80); i > 0; i--)
        {
            var names = random.ListOf(3, RandomValues.Text);
            steps.Commit(stream, [.. names.Select(name => new Planted(bed, name))]);
            steps.Commit(stream, [.. names.Where(_ => random.OneIn(2)).Select(name => new Labelled(bed, name))]);
            var import = random.Guid();
            if (random.OneIn(5)) steps.Commit((stream, [new Planted(bed, "from a list")]), ($"garden/list/{import}", [new ListPlanted(import, 1)]));
        }
        // Ensures that both counts are above zero at the end.
        steps.Commit(stream, new Planted(bed, "last"), new Labelled(bed, "last"));
        return steps.All;
    }

    private static IReadOnlyList<HistoryStep> Waterings(Random random)
    {
        var steps = new Steps(random);
        for (var i = random.Next(20, 40); i > 0; i--) steps.Commit("garden/waterings", [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => new Watered(steps.Now))]);
        return steps.All;
    }
}
#endregion
