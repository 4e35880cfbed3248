using System.Text;
using EventSourced.Commands.Rabbit.Transcripts;

namespace EventSourced.Commands.Tests.Rabbit.Transcripts;

internal static class Chat
{
    public const string Head = "@UTF8\n@Begin\n@Languages:\teng\n@Participants:\tCHI Anna Target_Child, MOT Mother\n@ID:\teng|made-up|CHI|2;06.00|female|||Target_Child|||\n";

    public static Transcript Read(string text, string? name = "talk.txt") => TranscriptReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), new() { FileName = name });

    public static Utterance Say(string tier) => Read($"{Head}*CHI:\t{tier}\n@End\n").Utterances.Single();
}
