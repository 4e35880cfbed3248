using System.Text.Json.Serialization;

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

/// <summary>A header of Boost: the natural key of a library's file.</summary>
/// <param name="Repository">Key of the library's repository: <c>boostorg/asio</c>.</param>
/// <param name="Filename">Its path: <c>include/boost/asio.hpp</c>.</param>
public sealed record BoostHeader(string Repository, string Filename);

/// <summary>A repository was scanned for its use of Boost. Headers are looked up when this is recorded.</summary>
/// <param name="Repository">Key of the repository.</param>
/// <param name="ScannedAt">When the scan began.</param>
/// <param name="BoostVersion">The version of Boost that it uses, such as <c>1.84.0</c>; the last known one when the scan names none; may be empty.</param>
/// <param name="IsBoostEmbedded">Whether it contains a copy of Boost.</param>
/// <param name="IsBoostUsed">Whether the scan found a file that includes Boost.</param>
/// <param name="Files">Files about which the scan says something new, with all headers that each includes.</param>
/// <param name="Found">Headers that were missing, and that the file does not include any more or that are found now.</param>
/// <param name="Ended">Usages that were active and are not any more.</param>
/// <param name="EndedOn">The day on which they ended: that of the scan, UTC.</param>
[EventName("boost.usage_scanned.v1")]
public sealed record UsageScanned(
    string Repository, DateTimeOffset ScannedAt, string BoostVersion, bool IsBoostEmbedded, bool IsBoostUsed, IReadOnlyList<UsingFile> Files, IReadOnlyList<MissingHeader> Found,
    IReadOnlyList<EndedUsage> Ended, DateOnly EndedOn) : IEvent;

/// <summary>A file of a repository and the headers of Boost that it includes.</summary>
/// <param name="Path">Its path.</param>
/// <param name="CommitDate">Time of its last commit, or null.</param>
/// <param name="Headers">Headers that are files of libraries.</param>
/// <param name="MissingHeaders">Names of headers that no library has, as the file includes them.</param>
public sealed record UsingFile(string Path, DateTimeOffset? CommitDate, IReadOnlyList<BoostHeader> Headers, IReadOnlyList<string> MissingHeaders);

/// <summary>A header that no library has.</summary>
/// <param name="Path">The file that includes it.</param>
/// <param name="HeaderName">Its name, as the file includes it.</param>
public sealed record MissingHeader(string Path, string HeaderName);

/// <summary>A usage that ended.</summary>
/// <param name="Path">The file.</param>
/// <param name="Header">The header; null for that of headers that no library has.</param>
public sealed record EndedUsage(string Path, BoostHeader? Header);

/// <summary>Headers that scans did not find are files of libraries now.</summary>
/// <param name="Repository">Key of the repository that includes them.</param>
/// <param name="Headers">The headers.</param>
/// <param name="CompletedFiles">Files all of whose headers are found now.</param>
[EventName("boost.missing_headers_matched.v1")]
public sealed record MissingHeadersMatched(string Repository, IReadOnlyList<MatchedHeader> Headers, IReadOnlyList<string> CompletedFiles) : IEvent;

/// <summary>A header that was missing, and the file that it is.</summary>
/// <param name="Path">The file that includes it.</param>
/// <param name="HeaderName">Its name, as the file includes it.</param>
/// <param name="Header">The file of a library.</param>
/// <param name="LastCommitDate">Time of the last commit of the file that includes it, or null.</param>
/// <param name="ExceptedAt">When the usage ended, or null.</param>
public sealed record MatchedHeader(string Path, string HeaderName, BoostHeader Header, DateTimeOffset? LastCommitDate, DateOnly? ExceptedAt);

/// <summary>A file with scans was imported. In the stream of the import; the streams of the repositories have what was new.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="Scans">Scans of the file.</param>
/// <param name="Recorded">Those that were not recorded before. When a worker died, they do not include those that it recorded.</param>
/// <param name="Usages">Usages that are new, have a new date, or are there again.</param>
/// <param name="Ended">Usages that ended.</param>
/// <param name="MissingHeaders">Headers that no library has, counted for each file that includes them.</param>
/// <param name="LeftOut">What was left out.</param>
[EventName("boost.usage_imported.v1")]
public sealed record UsageImported(Guid ImportId, int Scans, int Recorded, int Usages, int Ended, int MissingHeaders, IReadOnlyList<LeftOutEntries> LeftOut) : IEvent;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(UsageScanned))]
[JsonSerializable(typeof(MissingHeadersMatched))]
[JsonSerializable(typeof(UsageImported))]
internal sealed partial class BoostUsageJson : JsonSerializerContext;
