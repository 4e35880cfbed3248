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

/// <summary>Analyses a turn: words, new words, highlights. An analysed turn is not analysed again.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="TurnId">The turn.</param>
/// <param name="JobType">Kind of analysis: <c>vocabulary_extraction</c>.</param>
[Command("rabbit.analyze_turn", "POST sessions/{session_id}/turns/{turn_id}/analyse", Scope = nameof(AnalyzeTurn.SessionId))]
public sealed record AnalyzeTurn(Guid SessionId, Guid TurnId, string JobType = JobTypes.Vocabulary) : IFollowUp;

/// <summary>Records that an analysis failed after its last retry.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="TurnId">The turn.</param>
/// <param name="JobType">Kind of analysis.</param>
/// <param name="Error">The reason. It must not contain the child's words.</param>
[Command("rabbit.fail_analysis", "POST sessions/{session_id}/turns/{turn_id}/fail", Scope = nameof(FailAnalysis.SessionId))]
public sealed record FailAnalysis(Guid SessionId, Guid TurnId, string JobType, string Error) : ICommand;

/// <summary>Analyses all turns of a session again with another tokenizer. Earlier analyses stay in the log.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Tokenizer">Name of the tokenizer.</param>
[Command("rabbit.reanalyse_session", "POST sessions/{session_id}/reanalyse", Scope = nameof(ReanalyseSession.SessionId))]
public sealed record ReanalyseSession(Guid SessionId, string Tokenizer) : ICommand;

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

/// <summary>Summarises the 24 hours before 12:00 UTC of a day.</summary>
/// <param name="Date">The day.</param>
/// <param name="ChildId">Only this child, or null for all.</param>
[Command("rabbit.run_daily_summary", "POST summaries")]
public sealed record RunDailySummary(DateOnly Date, string? ChildId = null) : ICommand;

/// <summary>Forgets a child, or a session without a child: its words can never be read again.</summary>
/// <param name="ChildId">The child; null for a session without one.</param>
/// <param name="SessionId">The session, if it has no child.</param>
[Command("rabbit.forget_child", "POST forget", Scope = nameof(ForgetChild.SessionId) + "," + nameof(ForgetChild.ChildId))]
public sealed record ForgetChild(string? ChildId, Guid? SessionId = null) : ICommand;

/// <summary>Imports a conversation of a child: CHAT, lines of "Name: text", or turns as JSON.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="ChildId">Opaque id of the child. It must not reveal who the child is.</param>
/// <param name="ObjectKey">Key of the bytes in the object store until the import ends.</param>
/// <param name="Filename">Recorded name of the file.</param>
/// <param name="FileType">Type of the file.</param>
/// <param name="ByteSize">Size in bytes.</param>
/// <param name="ContentSha256">SHA-256 of the bytes, hex.</param>
/// <param name="Speaker">Name of the child in the file; not needed if the file shows who the child is.</param>
/// <param name="Language"><c>ja</c> or <c>en</c>: the language of the sessions; null to take it from the file.</param>
/// <param name="Tokenizer">Name of the sessions' tokenizer: <c>separator</c>, or <c>icu-words</c> for scripts without spaces.</param>
[Command("rabbit.register_transcript", Scope = nameof(RegisterTranscript.ChildId))]
public sealed record RegisterTranscript(
    [property: Uploaded(UploadValue.ImportId)] Guid ImportId, string ChildId, [property: Uploaded(UploadValue.ObjectKey)] string ObjectKey,
    [property: Uploaded(UploadValue.Filename)] string Filename, [property: Uploaded(UploadValue.FileType)] string FileType,
    [property: Uploaded(UploadValue.ByteSize)] long ByteSize, [property: Uploaded(UploadValue.Sha256)] string ContentSha256,
    [property: Personal(nameof(RegisterTranscript.ChildId), Prefix = "child/")] string? Speaker = null, string? Language = null, string Tokenizer = "separator") : ICommand;

/// <summary>Reads a registered conversation and records its sessions and turns, continuing an interrupted import.</summary>
/// <param name="ImportId">The import.</param>
[Command("rabbit.import_transcript")]
public sealed record ImportTranscript(Guid ImportId) : IFollowUp;

/// <summary>Records that an import of a conversation failed after its last retry.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="Error">The reason. It must not contain text from the file.</param>
[Command("rabbit.fail_transcript")]
public sealed record FailTranscript(Guid ImportId, string Error) : ICommand;

/// <summary>Removes old uploads of conversations, and ends imports without progress for a week. Sent by a schedule.</summary>
/// <param name="Now">The scheduled time.</param>
[Command("rabbit.sweep_transcripts")]
public sealed record SweepTranscripts(DateTimeOffset Now) : ICommand;

/// <summary>Kinds of analysis.</summary>
public static class JobTypes
{
    /// <summary>Words, new words, highlights.</summary>
    public const string Vocabulary = "vocabulary_extraction";
}

/// <summary>Permissions of Rabbit.</summary>
public static class RabbitPermission
{
    /// <summary>Allows what a child's browser does without a token: start a session and talk in it.</summary>
    public const string Talk = "rabbit.talk";
}
