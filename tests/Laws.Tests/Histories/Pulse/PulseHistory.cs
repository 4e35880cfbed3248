namespace EventSourced.Laws.Tests.Histories.Pulse;

/// <summary>Communities with their chats, exports, days and weeks. Some are deleted, and some of these are created again.</summary>
internal sealed class PulseHistory : IModuleHistory
{
    private const int Communities = 4;

    public string Module => "pulse";

    public IReadOnlyDictionary<string, string> NotFilledYet { get; } = new Dictionary<string, string>
    {
        ["daily_digests.analysis_json"] = "reserved for aggregates of analysed media, which are not implemented yet",
    };

    public IReadOnlyList<ScopeHistory> Create(Random random) =>
        [.. Enumerable.Range(0, Communities).Select(i =>
        {
            var id = i switch { 0 => "garden-2", 1 => "garden", 2 => "0", _ => new string('z', 64) };
            // The first is never deleted. The others are deleted, and all but one are created again.
            var generator = new CommunityGenerator(id, new Random(random.Next()));
            generator.Create(i == 0 ? 3 : 1);
            if (i > 0) generator.Delete();
            if (i is 1 or 2) generator.Create(2);
            return new ScopeHistory([id], generator.Steps);
        })];
}
