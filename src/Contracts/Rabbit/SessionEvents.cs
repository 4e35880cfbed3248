namespace EventSourced.Contracts.Rabbit;

/// <summary>A session was started.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="ChildId">The child, or null.</param>
/// <param name="Language">Language of the rabbit's answers.</param>
/// <param name="Tokenizer">Name of the session's tokenizer.</param>
/// <param name="StartedAt">Start time.</param>
/// <param name="Metadata">Information about the client, a JSON object, or null.</param>
[EventName("rabbit.session_started.v1")]
public sealed record SessionStarted(Guid SessionId, string? ChildId, string Language, string Tokenizer, DateTimeOffset StartedAt, string? Metadata) : IEvent;

/// <summary>A child started a session. Recorded in the child's stream, so that all its sessions can be found.</summary>
/// <param name="ChildId">The child.</param>
/// <param name="SessionId">The session.</param>
[EventName("rabbit.child_session_started.v1")]
public sealed record ChildSessionStarted(string ChildId, Guid SessionId) : IEvent;

/// <summary>A child said something and the rabbit answered.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="TurnId">The turn.</param>
/// <param name="Subject">The person whose words these are: <c>child/…</c>, or <c>session/…</c> without a child.</param>
/// <param name="ChildInput">What the child said, verbatim. Null once forgotten.</param>
/// <param name="RabbitResponse">The answer, after all filters. Null once forgotten.</param>
/// <param name="ChildAudioKey">Object key of the child's voice recording, or null.</param>
/// <param name="RabbitAudioKey">Object key of the spoken answer, or null. Personal, because it is a hash of the text, which could be guessed. Null once forgotten.</param>
/// <param name="Timestamp">Time of the turn, by the client's clock if it was sent.</param>
/// <param name="ReceivedAt">Time of receipt.</param>
/// <param name="DurationMs">Length of the recording in ms, or null.</param>
/// <param name="Source"><c>typed</c>, <c>spoken</c> or <c>imported</c>.</param>
/// <param name="AnalysisJobId">The requested analysis; null if there is nothing to analyse.</param>
[EventName("rabbit.turn_recorded.v1")]
public sealed record TurnRecorded(
    Guid SessionId, Guid TurnId, string Subject,
    [property: Personal(nameof(TurnRecorded.Subject))] string? ChildInput,
    [property: Personal(nameof(TurnRecorded.Subject))] string? RabbitResponse,
    string? ChildAudioKey,
    [property: Personal(nameof(TurnRecorded.Subject))] string? RabbitAudioKey,
    DateTimeOffset Timestamp, DateTimeOffset ReceivedAt, int? DurationMs, string Source, Guid? AnalysisJobId) : IEvent;

/// <summary>A session was closed: it accepts no more turns.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Reason"><c>asked</c>, <c>idle</c> or <c>forgotten</c>.</param>
[EventName("rabbit.session_closed.v1")]
public sealed record SessionClosed(Guid SessionId, string Reason) : IEvent;

/// <summary>The voice recording of a turn was removed after its retention.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="TurnId">The turn.</param>
[EventName("rabbit.child_audio_expired.v1")]
public sealed record ChildAudioExpired(Guid SessionId, Guid TurnId) : IEvent;

/// <summary>The words of a session were forgotten: their key is destroyed. Counts stay.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Turns">Its turns.</param>
[EventName("rabbit.session_forgotten.v1")]
public sealed record SessionForgotten(Guid SessionId, IReadOnlyList<ForgottenTurn> Turns) : IForgetting;

/// <summary>The counts of a forgotten turn.</summary>
/// <param name="TurnId">The turn.</param>
/// <param name="Words">Number of its rows in the vocabulary.</param>
/// <param name="Highlights">Number of its rows in the highlights.</param>
public sealed record ForgottenTurn(Guid TurnId, int Words, int Highlights);

/// <summary>A child was forgotten. Recorded in the child's stream.</summary>
/// <param name="ChildId">The child.</param>
/// <param name="Sessions">Its sessions at that time.</param>
[EventName("rabbit.child_forgotten.v1")]
public sealed record ChildForgotten(string ChildId, IReadOnlyList<Guid> Sessions) : IEvent;
