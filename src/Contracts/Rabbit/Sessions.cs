using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Rabbit;

/// <summary>Starts a session of a child with the rabbit.</summary>
/// <param name="SessionId">The session, chosen by the caller: sending it twice starts it once.</param>
/// <param name="ChildId">Opaque id of the child, or null. It must not reveal who the child is.</param>
/// <param name="Language"><c>ja</c> or <c>en</c>: the language of the rabbit's answers.</param>
/// <param name="Tokenizer">Name of the tokenizer of this session.</param>
/// <param name="StartedAt">Start time, for imports; null for now.</param>
/// <param name="Metadata">Information about the client, as a JSON object, or null. It must not contain personal data.</param>
[Command("rabbit.start_session", "POST sessions", Scope = nameof(StartSession.SessionId), Allow = RabbitPermission.Talk)]
public sealed record StartSession(
    Guid SessionId, string? ChildId = null, string Language = "ja", string Tokenizer = "separator", DateTimeOffset? StartedAt = null, string? Metadata = null) : ICommand;

/// <summary>Records what the child said, with the rabbit's answer.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="TurnId">The turn: sending it twice with the same content records it once; with other content, or in another session, it is refused.</param>
/// <param name="ChildInput">What the child said or typed, verbatim; empty when nothing was intelligible.</param>
/// <param name="RabbitResponse">The answer, if the caller has one (imports); null to compose it.</param>
/// <param name="ChildAudioKey">Object key of the child's voice recording, or null.</param>
/// <param name="Timestamp">Time of the turn by the client's clock; null for the time of receipt.</param>
/// <param name="DurationMs">Length of the recording in ms, or null if unknown.</param>
/// <param name="Source"><c>typed</c>, <c>spoken</c> or <c>imported</c>.</param>
[Command("rabbit.record_turn", "POST sessions/{session_id}/turns", Scope = nameof(RecordTurn.SessionId), Allow = RabbitPermission.Talk)]
public sealed record RecordTurn(
    Guid SessionId, Guid TurnId,
    [property: Personal(nameof(RecordTurn.SessionId), Prefix = "session/")] string? ChildInput,
    [property: Personal(nameof(RecordTurn.SessionId), Prefix = "session/")] string? RabbitResponse = null,
    string? ChildAudioKey = null, DateTimeOffset? Timestamp = null, int? DurationMs = null, string Source = "typed") : ICommand;

/// <summary>Closes a session.</summary>
/// <param name="SessionId">The session.</param>
[Command("rabbit.close_session", "POST sessions/{session_id}/close", Scope = nameof(CloseSession.SessionId))]
public sealed record CloseSession(Guid SessionId) : ICommand;

/// <summary>Closes every session without a turn for 35 minutes: 5 to inactive, 30 more to closed.</summary>
/// <param name="Now">The scheduled time.</param>
[Command("rabbit.close_idle_sessions")]
public sealed record CloseIdleSessions(DateTimeOffset Now) : ICommand;

/// <summary>Removes voice recordings 90 days after their upload.</summary>
/// <param name="Now">The scheduled time.</param>
[Command("rabbit.expire_audio")]
public sealed record ExpireAudio(DateTimeOffset Now) : ICommand;

/// <summary>Forgets a child, or a session without a child: its words can never be read again.</summary>
/// <param name="ChildId">The child; null for a session without one.</param>
/// <param name="SessionId">The session, if it has no child.</param>
[Command("rabbit.forget_child", "POST forget", Scope = nameof(ForgetChild.SessionId) + "," + nameof(ForgetChild.ChildId))]
public sealed record ForgetChild(string? ChildId, Guid? SessionId = null) : ICommand;

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

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SessionStarted))]
[JsonSerializable(typeof(ChildSessionStarted))]
[JsonSerializable(typeof(TurnRecorded))]
[JsonSerializable(typeof(SessionClosed))]
[JsonSerializable(typeof(ChildAudioExpired))]
[JsonSerializable(typeof(SessionForgotten))]
[JsonSerializable(typeof(ChildForgotten))]
internal sealed partial class RabbitSessionsJson : JsonSerializerContext;
