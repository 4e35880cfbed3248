using System.Text.Json.Serialization;
using EventSourced.Contracts;
using EventSourced.EventStore.Personal;

namespace EventSourced.EventStore.Tests;

public sealed class PersonalDeclarations
{
    [Fact]
    public void members_have_the_names_of_their_json()
    {
        var words = new PersonalMember("words", "child_id", "child/", []);
        Assert.Equal(words, Assert.Single(PersonalFields.Of(CommandCatalog.Json.GetTypeInfo(typeof(TakeNote)))!.Members) with { FormerNames = words.FormerNames });
        var generated = PersonalFields.Of(NotesJson.Default.NoteTaken)!;
        Assert.Equal(["words", "age", "friends", "home", "author_name"], generated.Members.Select(m => m.Name));
        Assert.Equal(["text"], generated.Members[0].FormerNames);
        Assert.Equal("author_id", generated.Members[^1].Subject);
        Assert.Null(PersonalFields.Of(CommandCatalog.Json.GetTypeInfo(typeof(CountNotes))));
    }

    [Theory]
    [InlineData(typeof(NoSubject), "no property Nobody")]
    [InlineData(typeof(NumberedSubject), "neither a string nor a Guid")]
    [InlineData(typeof(PersonalSubject), "pseudonym")]
    [InlineData(typeof(NeverNull), "not nullable")]
    [InlineData(typeof(NeverNullNumber), "not nullable")]
    [InlineData(typeof(NotSerialised), "not a member of the JSON")]
    [InlineData(typeof(SubjectNotSerialised), "its subject Id is not a member of the JSON")]
    [InlineData(typeof(Nested), "nested in Nested")]
    [InlineData(typeof(NestedInList), "nested in NestedInList")]
    public void an_invalid_declaration_is_refused(Type type, string why)
    {
        var e = Assert.Throws<InvalidOperationException>(() => PersonalFields.Of(CommandCatalog.Json.GetTypeInfo(type)));
        Assert.Contains(why, e.Message);
        Assert.Contains(type.Name, e.Message);
    }

    private sealed record NoSubject(string Id, [property: Personal("Nobody")] string? Text);

    private sealed record NumberedSubject(int Id, [property: Personal(nameof(NumberedSubject.Id))] string? Text);

    private sealed record PersonalSubject([property: Personal(nameof(PersonalSubject.Id))] string? Id, [property: Personal(nameof(PersonalSubject.Id))] string? Text);

    private sealed record NeverNull(string Id, [property: Personal(nameof(NeverNull.Id))] string Text);

    private sealed record NeverNullNumber(string Id, [property: Personal(nameof(NeverNullNumber.Id))] int Number);

    private sealed record NotSerialised(string Id, [property: Personal(nameof(NotSerialised.Id)), JsonIgnore] string? Text = null);

    private sealed record SubjectNotSerialised([property: JsonIgnore] string Id, [property: Personal(nameof(SubjectNotSerialised.Id))] string? Text);

    private sealed record Inner(string Id, [property: Personal(nameof(Inner.Id))] string? Text);

    private sealed record Nested(string Id, Inner Inner);

    private sealed record NestedInList(string Id, IReadOnlyDictionary<string, Inner[]> Inners);
}
