using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Boost;

/// <summary>Imports commits of a repository: what "git log --raw --numstat" writes, commits as lines of JSON, or answers of GitHub's API; plain or compressed by gzip.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="Repository">The repository: <c>owner/name</c>.</param>
/// <param name="ObjectKey">Key of the bytes in the object store until the import ends.</param>
/// <param name="Filename">Recorded name of the file.</param>
/// <param name="FileType">Type of the file. The content decides about its format.</param>
/// <param name="ByteSize">Size in bytes.</param>
/// <param name="ContentSha256">SHA-256 of the bytes, hex.</param>
[Command("boost.register_git_history", Scope = nameof(RegisterGitHistory.Repository))]
public sealed record RegisterGitHistory(
    [property: Uploaded(UploadValue.ImportId)] Guid ImportId, string Repository, [property: Uploaded(UploadValue.ObjectKey)] string ObjectKey,
    [property: Uploaded(UploadValue.Filename)] string Filename, [property: Uploaded(UploadValue.FileType)] string FileType,
    [property: Uploaded(UploadValue.ByteSize)] long ByteSize, [property: Uploaded(UploadValue.Sha256)] string ContentSha256) : ICommand;

/// <summary>Reads a registered file and records its commits, continuing an interrupted import.</summary>
/// <param name="ImportId">The import.</param>
[Command("boost.import_git_history")]
public sealed record ImportGitHistory(Guid ImportId) : IFollowUp;

/// <summary>Records that an import of commits failed after its last retry.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="Error">The reason.</param>
[Command("boost.fail_git_history")]
public sealed record FailGitHistory(Guid ImportId, string Error) : ICommand;

/// <summary>Removes old uploads of commits, and ends imports without progress for a week. Sent by a schedule.</summary>
/// <param name="Now">The scheduled time.</param>
[Command("boost.sweep_git_histories")]
public sealed record SweepGitHistories(DateTimeOffset Now) : ICommand;

/// <summary>A file with commits was uploaded for import; its bytes are in the object store until the import ends.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="Owner">Login of the repository's owner.</param>
/// <param name="Name">Name of the repository.</param>
/// <param name="ObjectKey">Key of the bytes in the object store.</param>
/// <param name="Filename">Recorded name of the file.</param>
/// <param name="ByteSize">Size in bytes.</param>
/// <param name="ContentSha256">SHA-256 of the bytes, hex.</param>
[EventName("boost.git_history_registered.v1")]
public sealed record GitHistoryRegistered(Guid ImportId, string Owner, string Name, string ObjectKey, string Filename, long ByteSize, string ContentSha256) : IEvent;

/// <summary>More commits of a file are recorded. Figures are totals so far, so that a retry never counts twice.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="Commits">Commits of the file that are recorded, from its beginning.</param>
/// <param name="NewCommits">Commits among them that were not known.</param>
/// <param name="CompletedCommits">Commits among them of which more became known.</param>
[EventName("boost.git_history_recorded.v1")]
public sealed record GitHistoryRecorded(Guid ImportId, long Commits, long NewCommits, long CompletedCommits) : IEvent;

/// <summary>The import of a file with commits is complete.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="Format">What the file is: <c>git log</c>, <c>clone</c> or <c>json</c>.</param>
/// <param name="Commits">Commits in the file.</param>
/// <param name="NewCommits">Commits that were not known before.</param>
/// <param name="CompletedCommits">Commits of which more became known.</param>
/// <param name="Files">Changes of files in the file.</param>
/// <param name="Additions">Added lines.</param>
/// <param name="Deletions">Removed lines.</param>
/// <param name="LeftOut">What was left out, by reason.</param>
/// <param name="Warnings">Warnings for people.</param>
[EventName("boost.git_history_imported.v1")]
public sealed record GitHistoryImported(
    Guid ImportId, string Format, long Commits, long NewCommits, long CompletedCommits, long Files, long Additions, long Deletions,
    IReadOnlyList<LeftOutEntries> LeftOut, IReadOnlyList<string> Warnings) : IEvent;

/// <summary>Entries of a file that were left out for one reason.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Count">How many.</param>
/// <param name="Lines">Lines, or numbers of entries, of the first.</param>
public sealed record LeftOutEntries(string Reason, long Count, IReadOnlyList<long> Lines);

/// <summary>The import of a file with commits failed. Commits that were already recorded stay.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="Code">Stable error code.</param>
/// <param name="Error">What is wrong and how to fix it.</param>
/// <param name="Line">Line, or number of the entry, or null.</param>
[EventName("boost.git_history_failed.v1")]
public sealed record GitHistoryFailed(Guid ImportId, string Code, string Error, int? Line) : IEvent;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GitHistoryRegistered))]
[JsonSerializable(typeof(GitHistoryRecorded))]
[JsonSerializable(typeof(GitHistoryImported))]
[JsonSerializable(typeof(GitHistoryFailed))]
internal sealed partial class BoostGitImportsJson : JsonSerializerContext;
