using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Rabbit;

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

/// <summary>A conversation was uploaded for import; its bytes are in the object store until the import ends.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="ChildId">The child.</param>
/// <param name="Subject">The person whose words these are: <c>child/…</c>.</param>
/// <param name="Speaker">Name of the child in the file, or null. Null once forgotten.</param>
/// <param name="Language">The language of the sessions, or null to take it from the file.</param>
/// <param name="Tokenizer">Name of the sessions' tokenizer.</param>
/// <param name="ObjectKey">Key of the bytes in the object store.</param>
/// <param name="Filename">Recorded name of the file.</param>
/// <param name="ByteSize">Size in bytes.</param>
/// <param name="ContentSha256">SHA-256 of the bytes, hex.</param>
[EventName("rabbit.transcript_registered.v1")]
public sealed record TranscriptRegistered(
    Guid ImportId, string ChildId, string Subject, [property: Personal(nameof(TranscriptRegistered.Subject))] string? Speaker, string? Language, string Tokenizer,
    string ObjectKey, string Filename, long ByteSize, string ContentSha256) : IEvent;

/// <summary>A conversation of a child was uploaded. Recorded in the child's stream, so that its imports can be found when it is forgotten.</summary>
/// <param name="ChildId">The child.</param>
/// <param name="ImportId">The import.</param>
[EventName("rabbit.child_transcript_registered.v1")]
public sealed record ChildTranscriptRegistered(string ChildId, Guid ImportId) : IEvent;

/// <summary>A conversation was read completely: its size is known.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="Turns">Number of turns of the child.</param>
/// <param name="Sessions">Number of their sessions.</param>
[EventName("rabbit.transcript_read.v1")]
public sealed record TranscriptRead(Guid ImportId, int Turns, int Sessions) : IEvent;

/// <summary>More turns of a conversation are in their sessions. Figures are totals so far, so that a retry never counts twice.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="Turns">Number of turns that are in their sessions.</param>
/// <param name="NewTurns">Number of turns among them that this import recorded.</param>
[EventName("rabbit.transcript_turns_recorded.v1")]
public sealed record TranscriptTurnsRecorded(Guid ImportId, int Turns, int NewTurns) : IEvent;

/// <summary>The import of a conversation is complete.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="Subject">The person whose words these are.</param>
/// <param name="Sessions">Its sessions.</param>
/// <param name="Language">The language of the sessions.</param>
/// <param name="Turns">Number of turns of the child.</param>
/// <param name="NewTurns">Number of turns that this import recorded; the others existed before.</param>
/// <param name="Account">How every line was used, as JSON without names and texts.</param>
/// <param name="Details">The same with speakers, warnings and samples. Null once forgotten.</param>
[EventName("rabbit.transcript_imported.v1")]
public sealed record TranscriptImported(
    Guid ImportId, string Subject, IReadOnlyList<Guid> Sessions, string Language, int Turns, int NewTurns, string Account,
    [property: Personal(nameof(TranscriptImported.Subject))] string? Details) : IEvent;

/// <summary>The import of a conversation failed. Turns that were already recorded stay.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="Subject">The person whose words these are.</param>
/// <param name="Code">Stable error code, such as <c>child_unknown</c>.</param>
/// <param name="Error">What is wrong and how to fix it; it may list the speakers. Null once forgotten.</param>
/// <param name="Line">Line of the file, or null if no line is the cause.</param>
[EventName("rabbit.transcript_failed.v1")]
public sealed record TranscriptFailed(
    Guid ImportId, string Subject, string Code, [property: Personal(nameof(TranscriptFailed.Subject))] string? Error, int? Line) : IEvent;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TranscriptRegistered))]
[JsonSerializable(typeof(ChildTranscriptRegistered))]
[JsonSerializable(typeof(TranscriptRead))]
[JsonSerializable(typeof(TranscriptTurnsRecorded))]
[JsonSerializable(typeof(TranscriptImported))]
[JsonSerializable(typeof(TranscriptFailed))]
internal sealed partial class RabbitTranscriptsJson : JsonSerializerContext;
