namespace EventSourced.Commands.Tests.Pulse.Growing;

/// <summary>Growing, capped and overlapping exports of one chat, by the scenarios in scenarios.txt.</summary>
public sealed class GrowingExportTests
{
    private static readonly Lazy<IReadOnlyDictionary<string, Scenario>> All = new(() => Scenario.ReadAll().ToDictionary(s => s.Name));

    public static TheoryData<string> Names => [.. All.Value.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_order_of_the_exports_gives_the_stated_messages(string name)
    {
        var scenario = All.Value[name];
        foreach (var order in Orders(scenario.Exports.Count))
        {
            var chat = new ExportChat();
            HashSet<string> said = [];
            foreach (var export in order) said.UnionWith(chat.Import(scenario.Exports[export]).Warnings);
            var what = $"{name}, in the order {string.Join(' ', order)}";
            Assert.True(scenario.Counts == chat.Counts, $"{what}: {chat.Counts} instead of {scenario.Counts}");
            Assert.True(scenario.Says.Order().SequenceEqual(said.Order()), $"{what}: says {string.Join(", ", said)}");
            if (scenario.Senders is { } senders) Assert.True(senders == chat.Senders, $"{what}: {chat.Senders} senders");
            Assert.True(chat.Messages == chat.Recorded.Count() && chat.Recorded.Distinct().Count() == chat.Messages, $"{what}: hashes and counts differ");
            // No export has anything new when it is imported again.
            Assert.All(scenario.Exports, export => Assert.True(chat.Import(export).New == 0, $"{what}: again"));
            Assert.True(scenario.Counts == chat.Counts, what);
        }
    }

    [Theory]
    [InlineData(10_000, 300, false)]
    [InlineData(10_000, 300, true)]
    [InlineData(40_000, 1_500, false)]
    public void Capped_exports_give_the_whole_chat(int cap, int perDay, bool repeats)
    {
        var all = Chat(cap + cap / 2, perDay, repeats);
        List<string> exports = [.. new[] { 1.0, 1.2, 1.5 }.Select(part => Text(all.Take((int)(cap * part)).TakeLast(cap)))];
        var whole = new ExportChat();
        whole.Import(Text(all));
        Assert.Equal(all.Count, whole.Messages);
        foreach (var order in Orders(exports.Count))
        {
            var chat = new ExportChat();
            foreach (var export in order) Assert.Empty(chat.Import(exports[export]).Warnings);
            Assert.Equal(whole.Counts, chat.Counts);
        }
    }

    [Fact]
    public void A_cap_of_10000_with_media_and_of_40000_without_give_the_whole_chat()
    {
        var all = Chat(41_000, 1_000, repeats: true, media: 7);
        var with = Text(all.TakeLast(10_000));
        var without = Text(all.TakeLast(40_000).Select(l => l.EndsWith(" (file attached)", StringComparison.Ordinal) ? l[..(l.IndexOf(": ", StringComparison.Ordinal) + 2)] + "<Media omitted>" : l));
        foreach (var exports in (string[][])[[with, without], [without, with]])
        {
            var chat = new ExportChat();
            foreach (var export in exports) Assert.Empty(chat.Import(export).Warnings);
            Assert.Equal(40_000, chat.Messages);
        }
    }

    private static List<string> Chat(int messages, int perDay, bool repeats, int media = 0)
    {
        List<string> lines = [];
        for (var i = 0; i < messages; i++)
        {
            var at = new DateTime(2024, 1, 13).AddMinutes((long)i * 1440 / perDay);
            var text = media > 0 && i % media == 0 ? $"IMG-{at:yyyyMMdd}-WA{i:0000}.jpg (file attached)" : repeats && i % 3 > 0 ? "ok" : $"message {i}";
            lines.Add($"{at:dd/MM/yyyy, HH:mm} - {(i % 5 < 3 ? "Ann" : "Ben")}: {text}");
        }
        return lines;
    }

    private static string Text(IEnumerable<string> lines) => string.Join('\n', lines) + "\n";

    private static IEnumerable<int[]> Orders(int count) =>
        count == 1 ? [[0]] : Orders(count - 1).SelectMany(order => Enumerable.Range(0, count).Select(at => (int[])[.. order[..at], count - 1, .. order[at..]]));
}
