namespace EventSourced.Contracts.Rabbit;

/// <summary>Opens a session of a child with the rabbit.</summary>
/// <param name="SessionId">The session, chosen by the caller: sent twice, it is opened once.</param>
/// <param name="ChildId">Opaque id of the child, or null. Whoever can be forgotten by it must not be recognisable from it.</param>
/// <param name="Language"><c>ja</c> or <c>en</c>: what the rabbit answers in.</param>
/// <param name="Tokenizer">Name of the tokeniser of this session.</param>
/// <param name="StartedAt">When it began, for imports; null for now.</param>
/// <param name="Metadata">Facts about the client, as a JSON object, or null. Nothing personal.</param>
[Command("rabbit.start_session", "POST sessions", Scope = nameof(StartSession.SessionId), Allow = RabbitPermission.Talk)]
public sealed record StartSession(
    Guid SessionId, string? ChildId = null, string Language = "ja", string Tokenizer = "separator", DateTimeOffset? StartedAt = null, string? Metadata = null) : ICommand;

/// <summary>Records what the child said and what the rabbit answers.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="TurnId">The turn: sent twice with the same content, it is recorded once; with other content, or in another session, it is refused.</param>
/// <param name="ChildInput">What the child said or typed, verbatim; empty when nothing was understood.</param>
/// <param name="RabbitResponse">The answer, when the caller has one (imports); null to have it composed.</param>
/// <param name="ChildAudioKey">Where the object store keeps the child's voice, or null.</param>
/// <param name="Timestamp">When it was said, by the client's clock; null for the time of receipt.</param>
/// <param name="DurationMs">Length of the child's voice in ms, or null when unknown.</param>
/// <param name="Source"><c>typed</c>, <c>spoken</c> or <c>imported</c>.</param>
[Command("rabbit.record_turn", "POST sessions/{session_id}/turns", Scope = nameof(RecordTurn.SessionId), Allow = RabbitPermission.Talk)]
public sealed record RecordTurn(
    Guid SessionId, Guid TurnId,
    [property: Personal(nameof(RecordTurn.SessionId), Prefix = "session/")] string? ChildInput,
    [property: Personal(nameof(RecordTurn.SessionId), Prefix = "session/")] string? RabbitResponse = null,
    string? ChildAudioKey = null, DateTimeOffset? Timestamp = null, int? DurationMs = null, string Source = "typed") : ICommand;

/// <summary>Analyses a turn: words, new words, highlights. A turn that has been analysed stays as it is.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="TurnId">The turn.</param>
/// <param name="JobType">What to find out: <c>vocabulary_extraction</c>.</param>
[Command("rabbit.analyze_turn", "POST sessions/{session_id}/turns/{turn_id}/analyse", Scope = nameof(AnalyzeTurn.SessionId))]
public sealed record AnalyzeTurn(Guid SessionId, Guid TurnId, string JobType = JobTypes.Vocabulary) : IFollowUp;

/// <summary>Notes that an analysis could not be done, after its last try.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="TurnId">The turn.</param>
/// <param name="JobType">What was to be found out.</param>
/// <param name="Error">Why it could not. Nothing of what the child said.</param>
[Command("rabbit.fail_analysis", "POST sessions/{session_id}/turns/{turn_id}/fail", Scope = nameof(FailAnalysis.SessionId))]
public sealed record FailAnalysis(Guid SessionId, Guid TurnId, string JobType, string Error) : ICommand;

/// <summary>Analyses all turns of a session anew with another tokeniser. What was recorded before stays in the log.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Tokenizer">Name of the tokeniser.</param>
[Command("rabbit.reanalyse_session", "POST sessions/{session_id}/reanalyse", Scope = nameof(ReanalyseSession.SessionId))]
public sealed record ReanalyseSession(Guid SessionId, string Tokenizer) : ICommand;

/// <summary>Closes a session.</summary>
/// <param name="SessionId">The session.</param>
[Command("rabbit.close_session", "POST sessions/{session_id}/close", Scope = nameof(CloseSession.SessionId))]
public sealed record CloseSession(Guid SessionId) : ICommand;

/// <summary>Closes every session without a turn for 35 minutes: 5 to inactive, 30 more to closed.</summary>
/// <param name="Now">The time to compare with.</param>
[Command("rabbit.close_idle_sessions")]
public sealed record CloseIdleSessions(DateTimeOffset Now) : ICommand;

/// <summary>Removes children's voices 90 days after their upload.</summary>
/// <param name="Now">The time to compare with.</param>
[Command("rabbit.expire_audio")]
public sealed record ExpireAudio(DateTimeOffset Now) : ICommand;

/// <summary>Sums up the 24 hours before 12:00 UTC of a day.</summary>
/// <param name="Date">The day.</param>
/// <param name="ChildId">Only this child, or null for all.</param>
[Command("rabbit.run_daily_summary", "POST summaries")]
public sealed record RunDailySummary(DateOnly Date, string? ChildId = null) : ICommand;

/// <summary>Forgets a child, or a session that has none: its words can never be read again.</summary>
/// <param name="ChildId">The child; null for a session without one.</param>
/// <param name="SessionId">The session, when there is no child.</param>
[Command("rabbit.forget_child", "POST forget", Scope = nameof(ForgetChild.SessionId) + "," + nameof(ForgetChild.ChildId))]
public sealed record ForgetChild(string? ChildId, Guid? SessionId = null) : ICommand;

/// <summary>Imports a conversation of a child: CHAT, lines of "Name: text", or turns as JSON.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="ChildId">Opaque id of the child that is talking. Whoever can be forgotten by it must not be recognisable from it.</param>
/// <param name="ObjectKey">Where the bytes lie until the import ends.</param>
/// <param name="Filename">Recorded name of the file.</param>
/// <param name="FileType">Type of the file.</param>
/// <param name="ByteSize">Size in bytes.</param>
/// <param name="ContentSha256">SHA-256 of the bytes, hex.</param>
/// <param name="Speaker">The child as the file calls it; not needed where the file says who is the child.</param>
/// <param name="Language"><c>ja</c> or <c>en</c>: the language of the sessions; else as the file says.</param>
/// <param name="Tokenizer">Name of the sessions' tokeniser: <c>separator</c>, or <c>icu-words</c> for scripts without spaces.</param>
[Command("rabbit.register_transcript", Scope = nameof(RegisterTranscript.ChildId))]
public sealed record RegisterTranscript(
    [property: Uploaded(UploadValue.ImportId)] Guid ImportId, string ChildId, [property: Uploaded(UploadValue.ObjectKey)] string ObjectKey,
    [property: Uploaded(UploadValue.Filename)] string Filename, [property: Uploaded(UploadValue.FileType)] string FileType,
    [property: Uploaded(UploadValue.ByteSize)] long ByteSize, [property: Uploaded(UploadValue.Sha256)] string ContentSha256,
    [property: Personal(nameof(RegisterTranscript.ChildId), Prefix = "child/")] string? Speaker = null, string? Language = null, string Tokenizer = "separator") : ICommand;

/// <summary>Reads a registered conversation and records its sessions and turns, from wherever the import stands to its end.</summary>
/// <param name="ImportId">The import.</param>
[Command("rabbit.import_transcript")]
public sealed record ImportTranscript(Guid ImportId) : IFollowUp;

/// <summary>Notes that an import of a conversation could not be done, after its last try.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="Error">Why it could not. Nothing of what the file says.</param>
[Command("rabbit.fail_transcript")]
public sealed record FailTranscript(Guid ImportId, string Error) : ICommand;

/// <summary>Removes uploaded conversations that nobody needs any more, and ends imports that have stood still for a week. Sent by a clock.</summary>
/// <param name="Now">The time to compare with.</param>
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
    /// <summary>What a child's browser may do without a token: open a session and talk in it.</summary>
    public const string Talk = "rabbit.talk";
}
