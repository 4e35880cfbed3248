using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Boost;

/// <summary>
/// Imports answers of GitHub's API about a repository: the repository, its languages and licence, issues, pull requests, comments, comments on lines of code, events and commits. Each
/// file is JSON, plain or compressed by gzip, or an archive of such files; the kind of an answer is recognised by its members.
/// </summary>
/// <param name="ImportId">The import.</param>
/// <param name="Repository">The repository: <c>owner/name</c>.</param>
/// <param name="ObjectKey">Key of the bytes in the object store until the import ends.</param>
/// <param name="Filename">Recorded name of the file.</param>
/// <param name="FileType">Type of the file. The content decides about its format.</param>
/// <param name="ByteSize">Size in bytes.</param>
/// <param name="ContentSha256">SHA-256 of the bytes, hex.</param>
[Command("boost.register_github_answers", Scope = nameof(RegisterGitHubAnswers.Repository))]
public sealed record RegisterGitHubAnswers(
    [property: Uploaded(UploadValue.ImportId)] Guid ImportId, string Repository, [property: Uploaded(UploadValue.ObjectKey)] string ObjectKey,
    [property: Uploaded(UploadValue.Filename)] string Filename, [property: Uploaded(UploadValue.FileType)] string FileType,
    [property: Uploaded(UploadValue.ByteSize)] long ByteSize, [property: Uploaded(UploadValue.Sha256)] string ContentSha256) : ICommand;

/// <summary>Reads registered answers and records them, continuing an interrupted import.</summary>
/// <param name="ImportId">The import.</param>
[Command("boost.import_github_answers")]
public sealed record ImportGitHubAnswers(Guid ImportId) : IFollowUp;

/// <summary>Records that an import of answers failed after its last retry.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="Error">The reason.</param>
[Command("boost.fail_github_answers")]
public sealed record FailGitHubAnswers(Guid ImportId, string Error) : ICommand;

/// <summary>Removes old uploads of answers, and ends imports without progress for a week. Sent by a schedule.</summary>
/// <param name="Now">The scheduled time.</param>
[Command("boost.sweep_github_answers")]
public sealed record SweepGitHubAnswers(DateTimeOffset Now) : ICommand;

/// <summary>Answers of GitHub's API were uploaded, or collected; the bytes are in the object store until the import ends.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="Owner">Login of the repository's owner.</param>
/// <param name="Name">Name of the repository.</param>
/// <param name="ObjectKey">Key of the bytes in the object store.</param>
/// <param name="Filename">Recorded name of the file.</param>
/// <param name="ByteSize">Size in bytes.</param>
/// <param name="ContentSha256">SHA-256 of the bytes, hex.</param>
/// <param name="Collection">The run of the collector that got them; null for an upload.</param>
[EventName("boost.github_answers_registered.v1")]
public sealed record GitHubAnswersRegistered(
    Guid ImportId, string Owner, string Name, string ObjectKey, string Filename, long ByteSize, string ContentSha256, AnsweredCollection? Collection = null) : IEvent;

/// <summary>A run of the collector, and how far the lists are recorded when its answers are.</summary>
/// <param name="Owner">Login of the repository's owner, as it was asked for: the repository may have another name now.</param>
/// <param name="Name">Name of the repository, as it was asked for.</param>
/// <param name="UpTo">How far the lists are complete.</param>
public sealed record AnsweredCollection(string Owner, string Name, CollectedUpTo UpTo);

/// <summary>More answers of a file are recorded. Figures are totals so far, so that a retry never counts twice.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="Entries">Entries of the file that are recorded, in the order in which they are read.</param>
/// <param name="Counts">What they changed.</param>
[EventName("boost.github_answers_recorded.v1")]
public sealed record GitHubAnswersRecorded(Guid ImportId, long Entries, AnswerCounts Counts) : IEvent;

/// <summary>The import of answers is complete.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="Entries">Entries that could be recorded.</param>
/// <param name="Read">What the entries are about.</param>
/// <param name="Counts">What they changed.</param>
/// <param name="LeftOut">What was left out, by reason.</param>
/// <param name="Warnings">Warnings for people.</param>
[EventName("boost.github_answers_imported.v1")]
public sealed record GitHubAnswersImported(
    Guid ImportId, long Entries, AnsweredThings Read, AnswerCounts Counts, IReadOnlyList<LeftOutEntries> LeftOut, IReadOnlyList<string> Warnings) : IEvent;

/// <summary>The import of answers failed. What was already recorded stays.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="Code">Stable error code.</param>
/// <param name="Error">What is wrong and how to fix it.</param>
/// <param name="Line">Number of the entry, or null.</param>
[EventName("boost.github_answers_failed.v1")]
public sealed record GitHubAnswersFailed(Guid ImportId, string Code, string Error, int? Line) : IEvent;

/// <summary>What answers are about.</summary>
/// <param name="Issues">Issues.</param>
/// <param name="PullRequests">Pull requests.</param>
/// <param name="Comments">Comments of both.</param>
/// <param name="ReviewComments">Comments on lines of code.</param>
/// <param name="Commits">Commits.</param>
/// <param name="FileChanges">Changes of files in commits.</param>
public sealed record AnsweredThings(long Issues, long PullRequests, long Comments, long ReviewComments, long Commits, long FileChanges);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GitHubAnswersRegistered))]
[JsonSerializable(typeof(GitHubAnswersRecorded))]
[JsonSerializable(typeof(GitHubAnswersImported))]
[JsonSerializable(typeof(GitHubAnswersFailed))]
internal sealed partial class BoostGitHubImportsJson : JsonSerializerContext;
