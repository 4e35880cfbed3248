using System.Text;
using EventSourced.Commands.Rabbit.Transcripts;

namespace EventSourced.Commands.Tests.Rabbit.Transcripts;

/// <summary>Files that are not UTF-8.</summary>
public sealed class TranscriptTextTests
{
    private const string French = "Zoé: ça va bien, où êtes-vous\nZoë: très bien, à bientôt\nZoé: voilà, déjà\n";
    private const string Japanese = "ママ：おはようございます、りんごを たべますか\nさくら：うん、たべる。もっと ちょうだい\n";

    [Theory]
    [InlineData(1252, French, "windows-1252")]
    [InlineData(932, Japanese, "shift_jis")]
    [InlineData(51932, Japanese, "euc-jp")]
    [InlineData(1251, "Мама: что ты хочешь, яблоко или грушу\nАня: яблоко, пожалуйста\n", "windows-1251")]
    public void A_text_in_an_old_encoding_is_read_and_the_encoding_is_reported(int codePage, string text, string name)
    {
        var transcript = Read(CodePagesEncodingProvider.Instance.GetEncoding(codePage)!.GetBytes(text));

        Assert.Equal(text, string.Concat(transcript.Utterances.Select(u => $"{u.Speaker}{(codePage is 932 or 51932 ? '：' : ": ")}{u.Text}\n")));
        Assert.Equal((name, true), (transcript.Encoding, transcript.EncodingIsAssumed));
        Assert.Contains($"read as {name}", Assert.Single(transcript.Warnings));
        Assert.StartsWith("Line 1: ", transcript.Warnings[0]);
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", false)]
    [InlineData("utf-32", true)]
    public void Utf16_is_read_with_and_without_byte_order_mark(string name, bool mark)
    {
        var encoding = Encoding.GetEncoding(name);
        var chat = $"{Chat.Head}*CHI:\tпривет りんご . \u001512_40\u0015\r\n@End\r\n";
        var transcript = Read([.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes(chat)]);

        Assert.Equal("привет りんご", Assert.Single(transcript.Utterances).Spoken);
        Assert.Equal(name, transcript.Encoding, ignoreCase: true);
        Assert.Equal((!mark, mark ? 0 : 1), (transcript.EncodingIsAssumed, transcript.Warnings.Count));
    }

    [Fact]
    public void Invalid_utf16_is_refused() =>
        Assert.Equal(TranscriptException.NotText, Assert.Throws<TranscriptException>(() => Read([0xFF, 0xFE, .. "A\0:\0"u8, 0x00, 0xD8, (byte)'x', 0, (byte)'\n', 0])).Code);

    [Fact]
    public void Single_invalid_bytes_in_utf8_are_read_and_reported()
    {
        var transcript = Read([.. "Zoé: à\nZo"u8, 0xEB, .. ": ça\n"u8]);

        Assert.Equal(["Zoé", "Zoë"], transcript.Speakers);
        Assert.Equal(("utf-8", false), (transcript.Encoding, transcript.EncodingIsAssumed));
        Assert.StartsWith("Line 2: 1 bytes", Assert.Single(transcript.Warnings));
    }

    [Fact]
    public void Many_time_bullets_do_not_make_a_file_binary()
    {
        var words = string.Concat(Enumerable.Range(0, 300).Select(i => $"a \u0015{i}_{i + 1}\u0015 "));
        var transcript = Read(Encoding.UTF8.GetBytes($"{Chat.Head}*CHI:\ta .\n%wor:\t{words}.\n@End"));

        Assert.Equal(("utf-8", "a"), (transcript.Encoding, Assert.Single(transcript.Utterances).Spoken));
    }

    /// <summary>Uses the bytes that a wrong guess decodes to spaces, soft hyphens, direction marks or combining characters.</summary>
    [Fact]
    public void No_wrong_guess_merges_two_names()
    {
        var random = new Random(4214);
        for (var round = 0; round < 3000; round++)
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            for (var i = random.Next(2, 6); i > 0; i--)
            {
                var name = "Zo" + string.Concat(Enumerable.Range(0, random.Next(0, 3)).Select(_ => (char)random.Next(0x80, 0x100)));
                names.Add(random.Next(2) == 0 ? name : name + "e");
            }
            var talk = string.Concat(names.Select(n => $"{n}: caf{(char)random.Next(0x80, 0x100)} x\n"));

            var transcript = Read(Encoding.Latin1.GetBytes(talk));

            Assert.True(names.Count == transcript.Speakers.Count, $"Round {round}: {names.Count} names came out as {transcript.Speakers.Count} by {transcript.Encoding}: {talk}");
        }
    }

    [Fact]
    public void Names_that_a_guess_would_merge_are_kept_different_with_a_warning()
    {
        // In windows-1252, which fits the French letters, 0xA0 is a space; in the real encoding it may be a letter.
        var transcript = Read([.. "Ann: x\nAnn"u8, 0xA0, .. ": "u8, .. CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes("ça va très bien, où êtes-vous, déjà\n")]);

        Assert.Equal(2, transcript.Speakers.Count);
        Assert.Contains(transcript.Warnings, w => w.StartsWith("Line 2: two names differ only", StringComparison.Ordinal));
    }

    [Fact]
    public void A_name_is_the_same_with_composed_and_decomposed_accents() =>
        Assert.Equal(["Zoé"], Read(Encoding.UTF8.GetBytes("Zoé: a\nZoe\u0301: b\n")).Speakers);

    private static Transcript Read(byte[] bytes) => TranscriptReader.Read(new MemoryStream(bytes), new() { FileName = "talk.txt" });
}
