using EventSourced.Commands.Rabbit.Transcripts;

namespace EventSourced.Commands.Tests.Rabbit.Transcripts;

/// <summary>The conversations in inputs.txt.</summary>
public sealed class InputTests
{
    private static readonly string[] Keys = ["=", "left", "says", "bytes", "refused"];
    private static readonly Lazy<IReadOnlyDictionary<string, TextInput>> All = new(() => TextInput.ReadAll(Keys, "tests", "Commands.Tests", "Rabbit", "Transcripts", "inputs.txt"));

    public static TheoryData<string> Names => [.. All.Value.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_conversation_gives_what_it_states(string name)
    {
        var input = All.Value[name];
        if (input["refused"] is [var refused])
        {
            Assert.Contains(refused, Assert.Throws<TranscriptException>(() => Read(input)).Message);
            return;
        }
        var transcript = Read(input);
        Assert.Equal(Assert.Single(input["="]).Trim(), string.Join(" / ", transcript.Utterances.Select(u => $"{u.Speaker}: {u.Spoken}")).Trim());
        foreach (var reason in input["left"].SelectMany(l => l.Split(" / "))) Assert.Contains(transcript.LeftOut, l => l.Reason.Contains(reason, StringComparison.Ordinal));
        if (input["says"] is [var said]) Assert.Contains(transcript.Warnings, w => w.Contains(said, StringComparison.Ordinal));
        else if (!input.Lines.Contains("chat") || transcript.Participants.Count > 0) Assert.DoesNotContain(transcript.Warnings, w => !w.Contains("@Participants", StringComparison.Ordinal));
    }

    private static Transcript Read(TextInput input) =>
        TranscriptReader.Read(new MemoryStream(input.Lines[0] == "chat" ? Chapter(input) : input.Bytes()), new() { FileName = "talk.txt" });

    private static byte[] Chapter(TextInput input) => [.. System.Text.Encoding.UTF8.GetBytes(Chat.Head + string.Concat(input.Lines.Skip(1).Select(l => l + "\n")) + "@End\n")];
}
