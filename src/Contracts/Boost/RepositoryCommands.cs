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
