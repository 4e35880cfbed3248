namespace EventSourced.Laws.Tests.Histories.Boost;

/// <summary>People with and without accounts.</summary>
internal sealed class BoostHistory : IModuleHistory
{
    private const int Scopes = 3;

    public string Module => "boost";

    public IReadOnlyDictionary<string, string> NotFilledYet { get; } = new Dictionary<string, string>();

    public IReadOnlyList<ScopeHistory> Create(Random random) =>
        [.. Enumerable.Range(1, Scopes).Select(i =>
        {
            var own = new Random(random.Next());
            var steps = new Steps(own);
            var people = new PeopleGenerator(i, steps, own);
            for (var n = own.Next(10, 20); n > 0; n--) people.Change();
            return new ScopeHistory([$"{i}"], steps.All);
        })];
}
