using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Boost;

/// <summary>Records a repository, as GitHub's API describes it. A renamed repository is another one.</summary>
/// <param name="Owner">Login of the owner.</param>
/// <param name="Name">Its name.</param>
/// <param name="Stars">Stars.</param>
/// <param name="Forks">Forks.</param>
/// <param name="Description">Description; may be empty.</param>
/// <param name="PushedAt">Last push, or null.</param>
/// <param name="CreatedAt">Creation at GitHub, or null.</param>
/// <param name="UpdatedAt">Last update at GitHub, or null.</param>
/// <param name="OwnerAccountId">Id of the owner's account at GitHub; without it the account is looked up by the login.</param>
/// <param name="OwnerType"><c>User</c>, <c>Organization</c> or <c>Enterprise</c>.</param>
/// <param name="OwnerAvatarUrl">Address of the owner's picture; may be empty.</param>
[Command("boost.record_repository", "POST repos/{owner}/{name}", Scope = nameof(RecordRepository.Owner))]
public sealed record RecordRepository(
    string Owner, string Name, int Stars = 0, int Forks = 0, string Description = "", DateTimeOffset? PushedAt = null, DateTimeOffset? CreatedAt = null, DateTimeOffset? UpdatedAt = null,
    long? OwnerAccountId = null, string OwnerType = "User", string OwnerAvatarUrl = "") : ICommand;

/// <summary>Records the languages of a repository, all of them: those that are not named any more are removed.</summary>
/// <param name="Owner">Login of the owner.</param>
/// <param name="Name">Name of the repository.</param>
/// <param name="Languages">Bytes by language, as GitHub's API gives them.</param>
[Command("boost.record_languages", "POST repos/{owner}/{name}/languages", Scope = nameof(RecordLanguages.Owner))]
public sealed record RecordLanguages(string Owner, string Name, IReadOnlyDictionary<string, long> Languages) : ICommand;

/// <summary>Records the licence of a repository in place of an earlier one. <c>NOASSERTION</c> says nothing and is ignored.</summary>
/// <param name="Owner">Login of the owner.</param>
/// <param name="Name">Name of the repository.</param>
/// <param name="LicenseName">Name of the licence; null when the repository has none.</param>
/// <param name="SpdxId">Its SPDX id; may be empty.</param>
/// <param name="Url">Its address; may be empty.</param>
[Command("boost.record_license", "POST repos/{owner}/{name}/license", Scope = nameof(RecordLicense.Owner))]
public sealed record RecordLicense(string Owner, string Name, string? LicenseName, string SpdxId = "", string Url = "") : ICommand;

/// <summary>What is known of a repository after an answer of GitHub's API, or after the first import of its commits.</summary>
/// <param name="Owner">Login of the owner.</param>
/// <param name="Name">Its name.</param>
/// <param name="OwnerAccountId">Account of the owner, decided when this was recorded; negative as long as GitHub's id is unknown.</param>
/// <param name="Stars">Stars.</param>
/// <param name="Forks">Forks.</param>
/// <param name="Description">Description; may be empty.</param>
/// <param name="PushedAt">Last push; null while unknown.</param>
/// <param name="CreatedAt">Creation at GitHub; null while unknown.</param>
/// <param name="UpdatedAt">Last update at GitHub; null while unknown.</param>
[EventName("boost.repository_recorded.v1")]
public sealed record RepositoryRecorded(
    string Owner, string Name, long OwnerAccountId, int Stars, int Forks, string Description, DateTimeOffset? PushedAt, DateTimeOffset? CreatedAt, DateTimeOffset? UpdatedAt) : IEvent;

/// <summary>An account owns a repository of this name. Recorded in a stream of account and name: no account has two repositories of one name.</summary>
/// <param name="OwnerAccountId">The account.</param>
/// <param name="Owner">Login under which the repository is known.</param>
/// <param name="Name">Its name.</param>
[EventName("boost.repository_owned.v1")]
public sealed record RepositoryOwned(long OwnerAccountId, string Owner, string Name) : IEvent;

/// <summary>The languages of a repository, all of them.</summary>
/// <param name="Owner">Login of the owner.</param>
/// <param name="Name">Name of the repository.</param>
/// <param name="Languages">The languages, by name.</param>
[EventName("boost.repository_languages_recorded.v1")]
public sealed record RepositoryLanguagesRecorded(string Owner, string Name, IReadOnlyList<LanguageSize> Languages) : IEvent;

/// <summary>How much of a repository is in a language.</summary>
/// <param name="Name">The language.</param>
/// <param name="Bytes">Bytes, as GitHub's API counts.</param>
public sealed record LanguageSize(string Name, long Bytes);

/// <summary>The licence of a repository.</summary>
/// <param name="Owner">Login of the owner.</param>
/// <param name="Name">Name of the repository.</param>
/// <param name="License">The licence; null when it has none any more.</param>
[EventName("boost.repository_license_recorded.v1")]
public sealed record RepositoryLicenseRecorded(string Owner, string Name, LicenseFacts? License) : IEvent;

/// <summary>A licence.</summary>
/// <param name="Name">Its name, which identifies it.</param>
/// <param name="SpdxId">Its SPDX id; may be empty.</param>
/// <param name="Url">Its address; may be empty.</param>
public sealed record LicenseFacts(string Name, string SpdxId, string Url);

/// <summary>Up to which time the commits of a repository are known: a collector resumes one second later.</summary>
/// <param name="Owner">Login of the owner.</param>
/// <param name="Name">Name of the repository.</param>
/// <param name="NewestCommitAt">Time of the newest known commit.</param>
[EventName("boost.repository_commits_seen.v1")]
public sealed record RepositoryCommitsSeen(string Owner, string Name, DateTimeOffset NewestCommitAt) : IEvent;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RepositoryRecorded))]
[JsonSerializable(typeof(RepositoryOwned))]
[JsonSerializable(typeof(RepositoryLanguagesRecorded))]
[JsonSerializable(typeof(RepositoryLicenseRecorded))]
[JsonSerializable(typeof(RepositoryCommitsSeen))]
internal sealed partial class BoostRepositoriesJson : JsonSerializerContext;
