using System.Text.Json.Serialization;
using EventSourced.Contracts;

namespace EventSourced.EventStore.Tests;

/// <summary>An example event with data of two people.</summary>
[EventName("toy.note_taken.v2")]
public sealed record NoteTaken(
    string NoteId,
    Guid ChildId,
    [property: Personal(nameof(NoteTaken.ChildId), Prefix = "child/", FormerNames = ["text"])] string? Words,
    [property: Personal(nameof(NoteTaken.ChildId), Prefix = "child/")] int? Age = null,
    [property: Personal(nameof(NoteTaken.ChildId), Prefix = "child/")] IReadOnlyList<string>? Friends = null,
    [property: Personal(nameof(NoteTaken.ChildId), Prefix = "child/")] Home? Home = null,
    string? AuthorId = null,
    [property: Personal(nameof(NoteTaken.AuthorId))] string? AuthorName = null) : IEvent;

public sealed record Home(string Street, double Metres);

/// <summary>The same event in its first version, with whose names the text was encrypted.</summary>
[EventName("toy.note_taken.v1")]
public sealed record OldNoteTaken(string NoteId, Guid ChildId, [property: Personal(nameof(OldNoteTaken.ChildId), Prefix = "child/")] string? Text) : IEvent;

[Command("toy.take_note")]
public sealed record TakeNote(Guid ChildId, [property: Personal(nameof(TakeNote.ChildId), Prefix = "child/")] string? Words) : ICommand;

[Command("toy.count_notes")]
public sealed record CountNotes(int Most) : ICommand;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NoteTaken))]
[JsonSerializable(typeof(OldNoteTaken))]
public sealed partial class NotesJson : JsonSerializerContext;
