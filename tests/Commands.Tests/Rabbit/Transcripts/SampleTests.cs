using EventSourced.Commands.Rabbit.Language;
using EventSourced.Commands.Rabbit.Transcripts;

namespace EventSourced.Commands.Tests.Rabbit.Transcripts;

public sealed class SampleTests
{
    [Fact]
    public void The_japanese_sample_has_ten_days_with_new_words_each()
    {
        var turns = ChildTurns.Of(TranscriptReader.Read(Sample("usagi-diary-ja.jsonl")));

        Assert.Equal(40, turns.Count);
        Assert.Equal(10, turns.Select(t => t.SessionId).Distinct().Count());
        Assert.Equal(turns.Select(t => t.Timestamp).Order(), turns.Select(t => t.Timestamp));
        var known = new HashSet<string>();
        foreach (var day in turns.GroupBy(t => t.Timestamp!.Value.UtcDateTime.Date))
            Assert.Contains(true, day.SelectMany(t => SeparatorTokenizer.Instance.Tokenize(t.Text)).Select(known.Add).ToList());
        Assert.Equal(10, turns.Select(t => t.Timestamp!.Value.UtcDateTime.Date).Distinct().Count());
        var types = turns.SelectMany(t => TurnAnalysis.Of(t.Text, SeparatorTokenizer.Instance.Tokenize(t.Text), known.Contains, EmotionLexicon.Default).Highlights);
        Assert.Equal(["emotional_moment", "long_sentence"], types.Select(h => h.Type).Distinct().Order());
    }

    [Fact]
    public void The_english_sample_is_read_without_a_warning()
    {
        var transcript = TranscriptReader.Read(Sample("puddles-en.cha"));

        Assert.Empty(transcript.Warnings);
        Assert.Equal("2;09.14", transcript.Participants.Single(p => p.Role == "Target_Child").Age);
        Assert.Equal(20, ChildTurns.Of(transcript).Count);
        Assert.All(transcript.Utterances, u => Assert.NotNull(u.EndMs));
    }

    private static string Sample(string name) => RepositoryFile.PathOf("samples", "rabbit", name);
}
