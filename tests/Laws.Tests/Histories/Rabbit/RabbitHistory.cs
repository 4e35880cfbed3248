namespace EventSourced.Laws.Tests.Histories.Rabbit;

/// <summary>Children with their sessions, and sessions without a child. Some are forgotten.</summary>
internal sealed class RabbitHistory : IModuleHistory
{
    private const int Children = 5;

    public string Module => "rabbit";

    public IReadOnlyDictionary<string, string> NotFilledYet { get; } = new Dictionary<string, string>();

    public IReadOnlyList<ScopeHistory> Create(Random random) =>
        [.. Enumerable.Range(0, Children).Select(i =>
        {
            // The last is a session without a child. The second and the last are forgotten.
            var generator = new ChildGenerator(i == Children - 1 ? null : i == 0 ? "0" : $"child {i} ☂", new Random(random.Next()));
            for (var sessions = i == Children - 1 ? 1 : random.Next(1, 4); sessions > 0; sessions--) generator.AddSession();
            if (i is 1 or Children - 1) generator.Forget();
            if (i == 1) generator.AddSession();
            return new ScopeHistory([$"{i}"], generator.Steps);
        })];
}
