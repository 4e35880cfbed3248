using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.Guidance;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Tests.Fastest.Guidance;

/// <summary>Decisions in conversations (specification, 2.8).</summary>
public sealed class ExtractionTests
{
    private static readonly Guid s_first = Guid.NewGuid(), s_second = Guid.NewGuid(), s_user = Guid.NewGuid();

    [Theory]
    [InlineData("We decided to keep SQLite because it needs no server.", "We decided to keep SQLite", "it needs no server")]
    [InlineData("Decision: beds are numbered from 1", "beds are numbered from 1", null)]
    [InlineData("ok, let's use version 1.2 of the parser.", "ok, let's use version 1.2 of the parser", null)]
    [InlineData("We've agreed on weekly releases!", "We've agreed on weekly releases!", null)]
    [InlineData("We'll go with Vue", "We'll go with Vue", null)]
    public void Sentences_that_say_so_are_decisions(string text, string decision, string? rationale)
    {
        var found = Assert.Single(Extraction.ByRules([Talk(s_first, $"Hello there. {text}\nWhat else?")]));
        Assert.Equal((decision, rationale, s_first), (found.Text, found.Rationale, found.ConversationId));
    }

    [Theory]
    [InlineData("Should we decide now?")]
    [InlineData("Have we decided to keep SQLite?")]
    [InlineData("We could use Vue.")]
    [InlineData("because")]
    public void Questions_and_ideas_are_none(string text) => Assert.Empty(Extraction.ByRules([Talk(s_first, text)]));

    [Fact]
    public void A_model_names_the_conversation_by_its_number()
    {
        Talk[] talks = [Talk(s_first, "a"), Talk(s_second, "b")];
        var found = Extraction.Read("""
            {"decisions": [{"decision": "Use SQLite", "category": "Technology", "conversation": 2}, {"decision": "Ship", "category": "mood", "conversation": 9}]}
            """, talks);
        Assert.Equal([("Use SQLite", "technology", s_second), ("Ship", null, null)], found.Select(f => (f.Text!, f.Category, f.ConversationId)));
        Assert.Equal(s_first, Assert.Single(Extraction.Read("""{"decisions": [{"decision": "Ship"}]}""", talks[..1])).ConversationId);
    }

    [Fact]
    public void What_the_project_has_is_left_out_in_any_case()
    {
        var known = new KnownGuidance();
        known.When(new DecisionsExtracted(Guid.NewGuid(), "m", [new(Guid.NewGuid(), null, "Use SQLite", null, null)]));
        var decisions = Extraction.New([new(" use sqlite ", null, null, null), new("Ship", null, null, s_first), new("SHIP", null, null, s_second), new(null, null, null, null), new(new string('x', 300), null, null, null)], known, Guid.NewGuid());
        Assert.Equal(["Ship", new string('x', 240)], decisions.Select(d => d.Decision));
    }

    [Fact]
    public void Only_the_last_messages_are_kept_and_forgotten_ones_are_passed_over()
    {
        var talk = Talk(s_first, "1", null, "2", "3", "4", "5");
        Assert.Equal(["2", "3", "4", "5"], talk.Messages.Select(m => m.Content));
    }

    private static Talk Talk(Guid id, params string?[] messages) => new Talk(id, 4).After(
        messages.Select((m, i) => new Fact(new MessageAdded(id, i + 1, s_user, "user", m, null), i + 1, i + 1, DateTimeOffset.UnixEpoch.AddMinutes(i), Guid.Empty)));
}
