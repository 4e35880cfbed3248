namespace EventSourced.Commands.Rabbit.Transcripts;

/// <summary>A participant of a conversation.</summary>
/// <param name="Code">The speaker's code in utterances: three letters in CHAT, else the name.</param>
/// <param name="Name">Name, if the file has one besides the code.</param>
/// <param name="Role">Role of CHAT such as <c>Target_Child</c>, or null.</param>
/// <param name="Age">Age as written, <c>years;months.days</c> in CHAT, or null.</param>
/// <param name="Sex">As written, or null.</param>
public sealed record Participant(string Code, string? Name = null, string? Role = null, string? Age = null, string? Sex = null);
