using System.Text.Json;
using EventSourced.Commands.Pulse.Analysis;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Tests.Pulse.Analysis;

/// <summary>Properties of any day, tested on random days.</summary>
public sealed class RandomDayTests
{
    private static readonly string[] Words =
    [
        "good", "bad", "not", "don't", "gift", "die", "the", "der", "zebra", "Zebra", "lion", "pizza", "bus", "urgent", "fed", "up", "help", "?",
        "!!!", "👍", "❤️", "😡", "alice", "Emma", "a@b.example", "www.b.example", "+49 151 2345678", "21:41", "嬉しい", "です", "é", "ﬁne", "\n", "[email]",
        "\uD83D", "हिन्दी", "ไทย", "main", "topics",
    ];

    private static readonly string[] Senders = ["Alice Smith", "Bob", "+49 151 2345678", "田中", "Zoë", "Lion", "Main", "x"];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Results_are_in_range_and_pass_the_output_guard(int seed)
    {
        var messages = Random(seed);
        var day = Analyse(messages);

        Assert.InRange(day.SentimentScore, -1, 1);
        Assert.InRange(day.Strain.Score, 0, 1);
        Assert.InRange(day.Strain.Confidence, 0, 1);
        Assert.Equal(day.SentimentScore, Math.Round(day.SentimentScore, 2));
        Assert.True(day.TopThemes.Count <= 5 && day.Strain.Signals.Count <= 5 && day.Summary.Length <= 600);
        Assert.All(day.Strain.Signals, signal => Assert.InRange(signal.Value, 0.2, 1));
        var contributions = day.Strain.Signals.Select(signal => signal.Value * signal.Weight).ToArray();
        Assert.All(contributions.Zip(contributions.Skip(1)), pair => Assert.True(pair.First >= pair.Second - 0.003)); // values are rounded
        Assert.Null(OutputGuard.Check(day, messages.Select(message => message.Text), messages.Select(message => message.Sender)));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_same_messages_give_the_same_analysis_to_the_last_bit(int seed) =>
        Assert.Equal(JsonSerializer.Serialize(Analyse(Random(seed))), JsonSerializer.Serialize(Analyse(Random(seed))));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Redaction_leaves_no_contact_and_no_name(int seed)
    {
        var messages = Random(seed);
        var redaction = new Redaction(messages.Select(message => message.Sender));
        foreach (var message in messages)
        {
            var text = redaction.Text(message.Text);
            Assert.DoesNotContain("@b", text, StringComparison.Ordinal);
            Assert.DoesNotContain("www.", text, StringComparison.Ordinal);
            Assert.DoesNotContain("2345678", text, StringComparison.Ordinal);
            if (messages.Any(m => m.Sender == "Alice Smith")) Assert.DoesNotContain("alice", text, StringComparison.OrdinalIgnoreCase);
        }
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 60)];

    private static DayAnalysis Analyse(AnalysedMessage[] messages)
    {
        var run = new LexiconDayAnalyser().Begin(Days.Sunday);
        foreach (var message in messages) run.Add(message);
        return run.Finish();
    }

    private static AnalysedMessage[] Random(int seed)
    {
        var random = new Random(seed);
        // Some days have few words, so that days without a theme of the dictionary occur too.
        var words = random.GetItems(Words, random.Next(2, 12));
        var senders = random.GetItems(Senders, random.Next(1, 6));
        return [.. Enumerable.Range(0, random.Next(0, 80)).Select(_ => new AnalysedMessage(
            senders[random.Next(senders.Length)], string.Join(' ', random.GetItems(words, random.Next(0, 6))), random.Next(9) == 0))];
    }
}
