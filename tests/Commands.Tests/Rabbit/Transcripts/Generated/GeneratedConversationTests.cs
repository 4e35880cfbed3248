using System.Text;
using EventSourced.Commands.Rabbit.Transcripts;

namespace EventSourced.Commands.Tests.Rabbit.Transcripts.Generated;

/// <summary>Generated conversations are read back in every form. A failure contains the seed of its conversation.</summary>
public sealed class GeneratedConversationTests
{
    private const int Conversations = 4000;

    [Fact]
    public void Generated_chat_is_read_back() => Each(GeneratedChat.Of, (generated, read) =>
    {
        Assert.Equal(read.LinesRead, read.Headers + read.Utterances.Count + read.DependentTiers.Values.Sum() + read.ContinuationLines + read.BlankLines);
        Assert.All(read.Utterances, u => Assert.StartsWith($"*{u.Speaker}", generated.Written.Split('\n')[u.Line - 1].TrimStart(), StringComparison.Ordinal));
    });

    [Fact]
    public void Generated_plain_lines_are_read_back() => Each(GeneratedTalk.Of, (generated, read) =>
    {
        Assert.Equal(read.LinesRead, read.Utterances.Count + read.BlankLines + read.LeftOut.Where(l => !l.Reason.StartsWith("clock", StringComparison.Ordinal)).Sum(l => l.Count));
        Assert.Equal(generated.Utterances.Select(u => u.Text), read.Utterances.Select(u => u.Text));
        Assert.All(read.Utterances, u => Assert.Contains(u.Speaker, generated.Written.Split('\n')[u.Line - 1], StringComparison.Ordinal));
    });

    [Fact]
    public void Generated_json_is_read_back() => Each(GeneratedJson.Of, (generated, read) =>
    {
        Assert.Equal(generated.Utterances.Select(u => u.Text), read.Utterances.Select(u => u.Text));
        Assert.All(read.Utterances, u => Assert.InRange(u.Line, 1, read.LinesRead));
    });

    [Fact]
    public void Every_utterance_is_accounted_for()
    {
        for (var seed = 0; seed < Conversations / 4; seed++)
        {
            var read = Chat.Read((seed % 3) switch { 0 => GeneratedChat.Of(seed).Written, 1 => GeneratedTalk.Of(seed).Written, _ => GeneratedJson.Of(seed).Written });
            var child = read.Speakers[seed % read.Speakers.Count];
            var account = TranscriptAccount.Of(read, ChildTurns.Of(read, child), child);

            var others = account.LeftOut.Where(l => l.Reason.StartsWith("utterances of others", StringComparison.Ordinal)).Sum(l => l.Count);
            Assert.True(account.Utterances == account.Turns + account.Answers + others, $"Seed {seed}: {account.ToJson(withTexts: true)}");
        }
    }

    /// <summary>Inserts an invalid line at a random position.</summary>
    [Fact]
    public void An_invalid_line_is_refused_with_its_line_number()
    {
        for (var seed = 0; seed < Conversations / 4; seed++)
        {
            var lines = (seed % 2 == 0 ? GeneratedChat.Of(seed).Written : GeneratedTalk.Of(seed).Written).TrimEnd().Split('\n').ToList();
            var at = new Random(seed).Next(seed % 2 == 0 ? 1 : 0, lines.Count);
            lines.Insert(at, "nobody knows who said this");

            var error = Assert.Throws<TranscriptException>(() => TranscriptReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines))), new() { FileName = seed % 2 == 0 ? "a.cha" : "a.txt" }));

            Assert.True(error.Line == at + 1, $"Seed {seed}: line {at + 1} is bad, but the message is: {error.Message}");
        }
    }

    /// <summary>A damaged file is read or refused with an error code, in limited time.</summary>
    [Fact]
    public void A_damaged_file_is_read_or_refused_with_a_reason()
    {
        for (var seed = 0; seed < Conversations; seed++)
        {
            var random = new Random(seed);
            var generated = random.Next(3) switch { 0 => GeneratedChat.Of(seed), 1 => GeneratedTalk.Of(seed), _ => GeneratedJson.Of(seed) };
            var bytes = Encoding.UTF8.GetBytes(generated.Written).ToList();
            for (var i = random.Next(1, 6); i > 0 && bytes.Count > 1; i--)
            {
                var at = random.Next(bytes.Count);
                if (random.Next(3) == 0) bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(1, 20)));
                else if (random.Next(2) == 0) bytes.Insert(at, (byte)random.Next(256));
                else bytes[at] = (byte)random.Next(256);
            }
            try
            {
                TranscriptReader.Read(new MemoryStream([.. bytes]), new() { FileName = "damaged.txt" });
            }
            catch (TranscriptException e)
            {
                Assert.StartsWith("damaged.txt", e.Message, StringComparison.Ordinal);
            }
            catch (Exception e)
            {
                Assert.Fail($"Seed {seed}: {e}");
            }
        }
    }

    private static void Each(Func<int, GeneratedConversation> make, Action<GeneratedConversation, Transcript> also)
    {
        for (var seed = 0; seed < Conversations; seed++)
        {
            var generated = make(seed);
            try
            {
                var read = TranscriptReader.Read(new MemoryStream(Bytes(generated.Written, seed)), new() { FileName = "generated" });
                generated.AssertEquals(read);
                also(generated, read);
            }
            catch (Exception e)
            {
                Assert.Fail($"Seed {seed}: {e.Message}\n{generated.Written}\n{e.StackTrace}");
            }
        }
    }

    /// <summary>The file with different line ends, byte order marks and encodings that identify themselves.</summary>
    private static byte[] Bytes(string written, int seed)
    {
        var text = written.Replace("\n", (seed % 3) switch { 0 => "\n", 1 => "\r\n", _ => "\r" }, StringComparison.Ordinal);
        Encoding encoding = (seed % 7) switch { 0 => Encoding.Unicode, 1 => Encoding.BigEndianUnicode, 2 or 3 => new UTF8Encoding(true), _ => new UTF8Encoding(false) };
        return [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];
    }
}
