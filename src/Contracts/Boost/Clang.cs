using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Boost;

/// <summary>
/// Records issues, pull requests and commits of llvm/llvm-project. What is repeated in one command is merged first. A pull request stays one, and the latest known time of an update or
/// a commit stays. Every command touches the rows that it names, so that an index of them sees them again.
/// </summary>
/// <param name="Items">Issues and pull requests, or null.</param>
/// <param name="Commits">Commits, or null.</param>
[Command("boost.record_clang", "POST clang")]
public sealed record RecordClang(IReadOnlyList<ClangItem>? Items = null, IReadOnlyList<ClangCommit>? Commits = null) : ICommand;

/// <summary>
/// Imports answers of GitHub's API about llvm/llvm-project: pages of <c>issues</c>, <c>pulls</c> and <c>commits</c>, one, several in an array, or one a line.
/// </summary>
/// <param name="ImportId">The import.</param>
/// <param name="ObjectKey">Key of the bytes in the object store until the import ends.</param>
[Command("boost.import_clang", Scope = nameof(ImportClang.ImportId))]
public sealed record ImportClang([property: Uploaded(UploadValue.ImportId)] Guid ImportId, [property: Uploaded(UploadValue.ObjectKey)] string ObjectKey) : ICommand;

/// <summary>An issue or a pull request of llvm/llvm-project.</summary>
/// <param name="Number">Its number, positive.</param>
/// <param name="IsPullRequest">Whether it is a pull request, as far as the source says.</param>
/// <param name="GithubCreatedAt">When it was opened, or null.</param>
/// <param name="GithubUpdatedAt">When it was last updated, or null.</param>
public sealed record ClangItem(int Number, bool IsPullRequest = false, DateTimeOffset? GithubCreatedAt = null, DateTimeOffset? GithubUpdatedAt = null);

/// <summary>A commit of llvm/llvm-project.</summary>
/// <param name="Sha">Its hash, 40 hex digits.</param>
/// <param name="GithubCommittedAt">When it was committed, or null.</param>
public sealed record ClangCommit(string Sha, DateTimeOffset? GithubCommittedAt = null);

/// <summary>Issues and pull requests of llvm/llvm-project, each once, as a source gives them. Rows keep values that are newer.</summary>
/// <param name="Items">The issues and pull requests.</param>
[EventName("boost.clang_items_recorded.v1")]
public sealed record ClangItemsRecorded(IReadOnlyList<ClangItem> Items) : IEvent;

/// <summary>Commits of llvm/llvm-project, each once, as a source gives them. Rows keep values that are newer.</summary>
/// <param name="Commits">The commits, with hashes in lower case.</param>
[EventName("boost.clang_commits_recorded.v1")]
public sealed record ClangCommitsRecorded(IReadOnlyList<ClangCommit> Commits) : IEvent;

/// <summary>A file about llvm/llvm-project was imported. In the stream of the import; the stream of the mirror has what it says.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="Items">Different issues and pull requests of the file.</param>
/// <param name="PullRequests">Pull requests among them.</param>
/// <param name="Commits">Different commits of the file.</param>
/// <param name="LeftOut">What was left out.</param>
[EventName("boost.clang_imported.v1")]
public sealed record ClangImported(Guid ImportId, int Items, int PullRequests, int Commits, IReadOnlyList<LeftOutEntries> LeftOut) : IEvent;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ClangItemsRecorded))]
[JsonSerializable(typeof(ClangCommitsRecorded))]
[JsonSerializable(typeof(ClangImported))]
internal sealed partial class BoostClangJson : JsonSerializerContext;
