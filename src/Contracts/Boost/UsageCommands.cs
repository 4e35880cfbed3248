namespace EventSourced.Contracts.Boost;

/// <summary>
/// Records a completed scan of one repository for its use of Boost: the repository, as a search of GitHub gives it, and the files that the search found. Usages that were active and
/// are not in the scan end on the day of the scan. A scan without files ends nothing, because no result is no evidence. A scan that is older than the last one is ignored.
/// </summary>
/// <param name="Repository">The repository: <c>owner/name</c>.</param>
/// <param name="Files">Files that the search found, and files that say which Boost is used: <c>boost/version.hpp</c>, <c>CMakeLists.txt</c>, <c>conanfile.txt</c>, <c>conanfile.py</c>, <c>vcpkg.json</c>.</param>
/// <param name="ScannedAt">When the scan began; the time of this command when null. Its day, UTC, is the one on which usages end.</param>
/// <param name="ChangedSince">Start of the run: a known file whose last commit is not later is not read again, and its usages stay as they are. Null to read all files.</param>
/// <param name="Stars">Stars; null leaves what is known.</param>
/// <param name="Forks">Forks; null leaves what is known.</param>
/// <param name="Description">Description; null leaves what is known.</param>
/// <param name="PushedAt">Last push, or null.</param>
/// <param name="CreatedAt">Creation at GitHub, or null.</param>
/// <param name="UpdatedAt">Last update at GitHub, or null.</param>
/// <param name="OwnerAccountId">Id of the owner's account at GitHub; without it the account is looked up by the login.</param>
/// <param name="OwnerType"><c>User</c>, <c>Organization</c> or <c>Enterprise</c>.</param>
/// <param name="OwnerAvatarUrl">Address of the owner's picture; may be empty.</param>
[Command("boost.record_usage_scan", "POST usage/scans", Scope = nameof(RecordUsageScan.Repository))]
public sealed record RecordUsageScan(
    string Repository, IReadOnlyList<ScannedFile> Files, DateTimeOffset? ScannedAt = null, DateTimeOffset? ChangedSince = null, int? Stars = null, int? Forks = null, string? Description = null,
    DateTimeOffset? PushedAt = null, DateTimeOffset? CreatedAt = null, DateTimeOffset? UpdatedAt = null, long? OwnerAccountId = null, string OwnerType = "User", string OwnerAvatarUrl = "") : ICommand;

/// <summary>A file that a scan found. Its content is read for includes of Boost, and is not recorded.</summary>
/// <param name="Path">Its path in the repository.</param>
/// <param name="Content">Its text, or null.</param>
/// <param name="CommitDate">Time of its last commit, or null.</param>
/// <param name="Headers">Headers that the search names, such as <c>boost/asio.hpp</c>: used when the content is missing or has no include of Boost.</param>
public sealed record ScannedFile(string Path, string? Content = null, DateTimeOffset? CommitDate = null, IReadOnlyList<string>? Headers = null);

/// <summary>
/// Imports scans of any number of repositories: one object, an array, or one object a line, each with <c>full_name</c>, the members of a search result of GitHub, <c>scanned_at</c>,
/// <c>changed_since</c> and <c>files</c> with <c>path</c>, <c>content</c>, <c>commit_date</c> and <c>headers</c>.
/// </summary>
/// <param name="ImportId">The import.</param>
/// <param name="ObjectKey">Key of the bytes in the object store until the import ends.</param>
[Command("boost.import_usage", Scope = nameof(ImportUsage.ImportId))]
public sealed record ImportUsage([property: Uploaded(UploadValue.ImportId)] Guid ImportId, [property: Uploaded(UploadValue.ObjectKey)] string ObjectKey) : ICommand;

/// <summary>Looks again for headers that scans did not find among the files of libraries, and records usages of those that are there now. A schedule does it every day.</summary>
/// <param name="Repository">Only the headers that this repository includes; those of all when null.</param>
[Command("boost.match_headers", "POST usage/missing-headers/match")]
public sealed record MatchHeaders(string? Repository = null) : ICommand;
