namespace EventSourced.Laws.Tests.Histories.Pulse;

/// <summary>Communities with their chats, exports, days and weeks; some are deleted, and some of these created again.</summary>
internal sealed class PulseHistory : IModuleHistory
{
    private const int Communities = 4;

    public string Module => "pulse";

    public IReadOnlyDictionary<string, string> NotFilledYet { get; } = new Dictionary<string, string>
    {
        ["daily_digests.analysis_json"] = "documented for the aggregates of analysed media, which nothing analyses yet",
    };

    public IReadOnlyList<ScopeHistory> Create(Random random) =>
        [.. Enumerable.Range(0, Communities).Select(i =>
        {
            var id = i switch { 0 => "garden-2", 1 => "garden", 2 => "0", _ => new string('z', 64) };
            // The first lives on undisturbed; the others are deleted and created again, and one of them stays deleted.
            var life = new CommunityLife(id, new Random(random.Next()));
            life.Live(i == 0 ? 3 : 1);
            if (i > 0) life.Delete();
            if (i is 1 or 2) life.Live(2);
            return new ScopeHistory([id], life.Steps);
        })];
}
