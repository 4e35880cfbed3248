using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using EventSourced.Commands.Rabbit.Transcripts;

namespace EventSourced.Commands.Tests.Rabbit.Transcripts;

public sealed class SharedConversationTests
{
    [Theory]
    [MemberData(nameof(SharedConversations.Cases), MemberType = typeof(SharedConversations))]
    public void Every_shared_conversation_gives_the_expected_facts(string file)
    {
        var (path, facts) = SharedConversations.Open(file);
        var transcript = TranscriptReader.Read(path);
        var utterances = transcript.Utterances;

        AssertFact(facts, "sha256", transcript.ContentSha256);
        AssertFact(facts, "utterances", utterances.Count);
        var runs = utterances.Where((u, i) => i == 0 || utterances[i - 1].Speaker != u.Speaker).Count();
        if (transcript.Format == TranscriptFormat.Json)
        {
            AssertFact(facts, "per_interlocutor", Count(utterances.Select(u => u.Speaker)));
            AssertFact(facts, "same_speaker_twice_in_a_row", utterances.Count - runs);
            Assert.Equal(Time(facts, "first"), utterances[0].Timestamp);
            Assert.Equal(Time(facts, "last"), utterances[^1].Timestamp);
        }
        else
        {
            AssertFact(facts, "utterances_per_speaker", Count(utterances.Select(u => u.Speaker)));
            AssertFact(facts, "turns_as_runs_of_one_speaker", runs);
        }
        if (transcript.Format == TranscriptFormat.Chat) AssertChat(facts, transcript);
        Assert.All(utterances, u => Assert.DoesNotContain('\u0015', u.Text));
    }

    [Theory]
    [MemberData(nameof(SharedConversations.Cases), MemberType = typeof(SharedConversations))]
    public void Every_utterance_of_the_child_is_a_turn_with_a_stable_id(string file)
    {
        var (path, _) = SharedConversations.Open(file);
        var transcript = TranscriptReader.Read(path);
        var child = transcript.Format == TranscriptFormat.Chat ? null : transcript.Speakers[^1];

        var turns = ChildTurns.Of(transcript, child);
        var again = ChildTurns.Of(TranscriptReader.Read(path), child);

        Assert.Equal(transcript.Utterances.Where(u => u.Speaker == ChildTurns.Child(transcript, child)).Select(u => (u.Text, u.Line)), turns.Select(t => (t.Verbatim, t.Line)));
        Assert.Equal(turns, again);
        Assert.Equal(turns.Count, turns.Select(t => t.TurnId).Distinct().Count());
        if (transcript.Date is not null) Assert.Equal(turns.Count, turns.Select(t => t.Timestamp!.Value.ToUnixTimeMilliseconds()).Distinct().Count());
        Assert.Equal(turns.Select(t => t.Timestamp).Order(), turns.Select(t => t.Timestamp));
    }

    private static void AssertChat(JsonElement facts, Transcript transcript)
    {
        AssertFact(facts, "languages", string.Join(", ", transcript.Languages));
        if (facts.GetProperty("date").ValueKind == JsonValueKind.Null) Assert.Null(transcript.Date);
        else AssertFact(facts, "date", transcript.Date!.Value.ToString("dd-MMM-yyyy", CultureInfo.InvariantCulture).ToUpperInvariant());
        AssertFact(facts, "dependent_tiers", transcript.DependentTiers);
        AssertFact(facts, "headers", transcript.Headers);
        AssertFact(facts, "continuation_lines", transcript.ContinuationLines);
        AssertFact(facts, "terminators", Count(transcript.Utterances.Where(u => u.Terminator is not null).Select(u => u.Terminator!)));
        AssertFact(facts, "unintelligible_xxx", transcript.Utterances.Sum(u => Regex.Count(u.Text, @"\bxxx\b")));
        AssertFact(facts, "time_bullets", transcript.Utterances.Count(u => u.StartMs is not null && u.EndMs > u.StartMs));
        AssertFact(facts, "first_utterance", transcript.Utterances[0].Text);
        AssertFact(facts, "last_utterance", transcript.Utterances[^1].Text);
        Assert.All(transcript.Utterances, u => Assert.DoesNotMatch(@"[\[\]<>@&_()]|\b(xxx|yyy|www)\b|[.?!]$", u.Spoken));
        foreach (var expected in facts.GetProperty("participants").EnumerateObject())
        {
            var participant = Assert.Single(transcript.Participants, p => p.Code == expected.Name);
            Assert.Equal(expected.Value.GetProperty("role").GetString(), participant.Role);
            Assert.Equal(expected.Value.GetProperty("age").GetString(), participant.Age);
            Assert.Equal(expected.Value.GetProperty("sex").GetString(), participant.Sex);
        }
        var sequence = string.Join('\n', transcript.Utterances.Select(u => u.Speaker));
        AssertFact(facts, "speaker_sequence_sha256", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sequence))));
    }

    private static DateTimeOffset Time(JsonElement facts, string name) => DateTimeOffset.Parse(facts.GetProperty(name).GetString() + "Z", CultureInfo.InvariantCulture);

    private static SortedDictionary<string, int> Count(IEnumerable<string> values) =>
        new(values.GroupBy(value => value).ToDictionary(group => group.Key, group => group.Count()), StringComparer.Ordinal);

    private static void AssertFact(JsonElement facts, string name, string value) => Assert.Equal(facts.GetProperty(name).GetString(), value);

    private static void AssertFact(JsonElement facts, string name, int value) => Assert.Equal(facts.GetProperty(name).GetInt32(), value);

    private static void AssertFact(JsonElement facts, string name, IReadOnlyDictionary<string, int> value)
    {
        var expected = facts.GetProperty(name).EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetInt32());
        Assert.Equal(new SortedDictionary<string, int>(expected, StringComparer.Ordinal), value);
    }
}
