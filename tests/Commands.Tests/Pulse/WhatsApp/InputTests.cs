using EventSourced.Commands.Pulse.WhatsApp;

namespace EventSourced.Commands.Tests.Pulse.WhatsApp;

/// <summary>The files of chats in inputs.txt.</summary>
public sealed class InputTests
{
    private static readonly string[] Keys = ["=", ":", "spoken", "says", "bytes", "refused"];
    private static readonly Lazy<IReadOnlyDictionary<string, TextInput>> All = new(() => TextInput.ReadAll(Keys, "tests", "Commands.Tests", "Pulse", "WhatsApp", "inputs.txt"));

    public static TheoryData<string> Names => [.. All.Value.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_file_gives_what_it_states(string name)
    {
        var input = All.Value[name];
        if (input["refused"] is [var refused])
        {
            var failure = Transcript.Failure(input.Bytes());
            Assert.Equal(refused.Split(' ')[0], failure.Code);
            Assert.Contains(refused[(refused.IndexOf(' ') + 1)..], failure.Message);
            return;
        }
        var (scan, entries) = Transcript.Parse(input.Bytes());
        var messages = entries.Where(e => e.Kind == EntryKind.Message).ToList();
        (int Count, string What)[] counts = [(messages.Count, "messages"), (messages.Count(m => m.IsMedia), "media"), ((int)scan.NoticeCount, "notice"), ((int)scan.SystemCount, "system")];
        Assert.Equal(Assert.Single(input["="]), string.Join(", ", counts.Where(c => c.Count > 0).Select(c => $"{c.Count} {c.What}")));
        if (input[":"].Count > 0) Assert.Equal(input[":"].Select(m => m.Trim()), messages.Select(m => $"{m.WallTime:s} | {m.Sender} | {m.Text.Trim('\n').Replace("\n", "\\n")}".Trim()));
        if (input["spoken"] is [var spoken]) Assert.Equal(spoken.Trim(), string.Join(" / ", messages.Select(m => (m.Spoken ?? m.Text).Trim().Replace("\n", "; "))).Trim());
        Assert.Equal(input["says"].SelectMany(s => s.Split(' ')).Order(), scan.Warnings.Select(w => w.Code).Order());
        Assert.Equal(entries.Count, messages.Count + scan.NoticeCount + scan.SystemCount);
        Assert.Equal(scan.MessageCount, messages.Count);
    }
}
