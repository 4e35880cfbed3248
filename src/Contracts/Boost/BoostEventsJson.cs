using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Boost;

/// <summary>JSON of Boost events in the log: snake_case members, nulls omitted.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GitHubAccountRecorded))]
[JsonSerializable(typeof(GitHubUsernameTaken))]
[JsonSerializable(typeof(UnknownPersonNamed))]
[JsonSerializable(typeof(EmailAdded))]
[JsonSerializable(typeof(RepositoryRecorded))]
[JsonSerializable(typeof(RepositoryOwned))]
[JsonSerializable(typeof(RepositoryLanguagesRecorded))]
[JsonSerializable(typeof(RepositoryLicenseRecorded))]
[JsonSerializable(typeof(RepositoryCommitsSeen))]
[JsonSerializable(typeof(CommitRecorded))]
[JsonSerializable(typeof(CommitPatchesRecorded))]
[JsonSerializable(typeof(IssueRecorded))]
[JsonSerializable(typeof(PullRequestRecorded))]
[JsonSerializable(typeof(IssueCommentsRecorded))]
[JsonSerializable(typeof(PullRequestCommentsRecorded))]
[JsonSerializable(typeof(ReviewCommentsRecorded))]
[JsonSerializable(typeof(GitHistoryRegistered))]
[JsonSerializable(typeof(GitHistoryRecorded))]
[JsonSerializable(typeof(GitHistoryImported))]
[JsonSerializable(typeof(GitHistoryFailed))]
[JsonSerializable(typeof(IdentityStaged))]
[JsonSerializable(typeof(IdentityRelationStaged))]
[JsonSerializable(typeof(IdentityRelationWithdrawn))]
[JsonSerializable(typeof(IdentityMerged))]
[JsonSerializable(typeof(ProfileUnlinked))]
[JsonSerializable(typeof(LibraryRepositoryRegistered))]
[JsonSerializable(typeof(LibraryNamed))]
[JsonSerializable(typeof(LibrariesRecorded))]
[JsonSerializable(typeof(LibraryFilesAssigned))]
[JsonSerializable(typeof(LibrariesImported))]
[JsonSerializable(typeof(ReleaseRecorded))]
[JsonSerializable(typeof(DependenciesRecorded))]
[JsonSerializable(typeof(DependencyChangesLogged))]
[JsonSerializable(typeof(DependenciesImported))]
public sealed partial class BoostEventsJson : JsonSerializerContext;
