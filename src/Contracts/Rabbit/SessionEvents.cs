namespace EventSourced.Contracts.Rabbit;

/// <summary>A session was opened.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="ChildId">The child, or null.</param>
/// <param name="Language">What the rabbit answers in.</param>
/// <param name="Tokenizer">Name of the session's tokeniser.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="Metadata">Facts about the client, a JSON object, or null.</param>
[EventName("rabbit.session_started.v1")]
public sealed record SessionStarted(Guid SessionId, string? ChildId, string Language, string Tokenizer, DateTimeOffset StartedAt, string? Metadata) : IEvent;

/// <summary>A child opened a session; in the child's own stream, so that all sessions of a child can be found.</summary>
/// <param name="ChildId">The child.</param>
/// <param name="SessionId">The session.</param>
[EventName("rabbit.child_session_started.v1")]
public sealed record ChildSessionStarted(string ChildId, Guid SessionId) : IEvent;

/// <summary>A child said something and the rabbit answered.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="TurnId">The turn.</param>
/// <param name="Subject">Whose words these are: <c>child/…</c>, or <c>session/…</c> without a child.</param>
/// <param name="ChildInput">What the child said, verbatim. Null once forgotten.</param>
/// <param name="RabbitResponse">The answer, after all filters. Null once forgotten.</param>
/// <param name="ChildAudioKey">The child's voice in the object store, or null.</param>
/// <param name="RabbitAudioKey">The spoken answer in the speech cache, or null; named by a hash of its text, which could be guessed. Null once forgotten.</param>
/// <param name="Timestamp">When it was said, by the client's clock if it told.</param>
/// <param name="ReceivedAt">When it was received.</param>
/// <param name="DurationMs">Length of the child's voice in ms, or null.</param>
/// <param name="Source"><c>typed</c>, <c>spoken</c> or <c>imported</c>.</param>
/// <param name="AnalysisJobId">The analysis that was asked for; null when there is nothing to analyse.</param>
[EventName("rabbit.turn_recorded.v1")]
public sealed record TurnRecorded(
    Guid SessionId, Guid TurnId, string Subject,
    [property: Personal(nameof(TurnRecorded.Subject))] string? ChildInput,
    [property: Personal(nameof(TurnRecorded.Subject))] string? RabbitResponse,
    string? ChildAudioKey,
    [property: Personal(nameof(TurnRecorded.Subject))] string? RabbitAudioKey,
    DateTimeOffset Timestamp, DateTimeOffset ReceivedAt, int? DurationMs, string Source, Guid? AnalysisJobId) : IEvent;

/// <summary>A session was closed: it takes no more turns.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Reason"><c>asked</c>, <c>idle</c> or <c>forgotten</c>.</param>
[EventName("rabbit.session_closed.v1")]
public sealed record SessionClosed(Guid SessionId, string Reason) : IEvent;

/// <summary>The child's voice of a turn was removed after its time.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="TurnId">The turn.</param>
[EventName("rabbit.child_audio_expired.v1")]
public sealed record ChildAudioExpired(Guid SessionId, Guid TurnId) : IEvent;

/// <summary>The words of a session were forgotten: their key is destroyed. Counts stay.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Turns">Its turns.</param>
[EventName("rabbit.session_forgotten.v1")]
public sealed record SessionForgotten(Guid SessionId, IReadOnlyList<ForgottenTurn> Turns) : IForgetting;

/// <summary>What a forgotten turn leaves behind.</summary>
/// <param name="TurnId">The turn.</param>
/// <param name="Words">Rows of vocabulary.</param>
/// <param name="Highlights">Rows of highlights.</param>
public sealed record ForgottenTurn(Guid TurnId, int Words, int Highlights);

/// <summary>A child was forgotten; in the child's own stream.</summary>
/// <param name="ChildId">The child.</param>
/// <param name="Sessions">Its sessions until then.</param>
[EventName("rabbit.child_forgotten.v1")]
public sealed record ChildForgotten(string ChildId, IReadOnlyList<Guid> Sessions) : IEvent;
