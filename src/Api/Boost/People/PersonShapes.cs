namespace EventSourced.Api.Boost.People;

/// <summary>A profile of a person.</summary>
/// <param name="Id">Its row id, as text.</param>
/// <param name="Type">The platform: <c>github</c>, <c>slack</c>, <c>mailing_list</c>, <c>wg21</c>, <c>discord</c> or <c>youtube</c>.</param>
/// <param name="ExternalId">The id on the platform; null where the platform has none.</param>
/// <param name="Username">Name on the platform; null where the platform has none.</param>
/// <param name="DisplayName">Name shown to people; may be empty.</param>
/// <param name="Emails">Active addresses, the main one first; null for callers who are no admins.</param>
public sealed record PersonProfileShape(string Id, string Type, string? ExternalId, string? Username, string DisplayName, IReadOnlyList<string>? Emails);

/// <summary>What a person did, over all profiles.</summary>
/// <param name="Commits">Commits.</param>
/// <param name="Repositories">Repositories that have one of them.</param>
/// <param name="FirstCommitAt">The first of them, or null.</param>
/// <param name="LastCommitAt">The last of them, or null.</param>
/// <param name="OwnedRepositories">Repositories that a profile owns.</param>
/// <param name="AuthoredLibraries">Libraries that the person wrote, in any release.</param>
/// <param name="MaintainedLibraries">Libraries that the person maintains or maintained.</param>
/// <param name="Issues">Issues that the person opened.</param>
/// <param name="PullRequests">Pull requests that the person opened.</param>
/// <param name="Comments">Comments on issues, pull requests and lines of code.</param>
public sealed record PersonActivityShape(
    long Commits, long Repositories, DateTimeOffset? FirstCommitAt, DateTimeOffset? LastCommitAt, long OwnedRepositories, long AuthoredLibraries, long MaintainedLibraries,
    long Issues, long PullRequests, long Comments);

/// <summary>A person.</summary>
/// <param name="Id">Row id of the identity, as text.</param>
/// <param name="DisplayName">Name of the person.</param>
/// <param name="Description">Description; may be empty.</param>
/// <param name="Profiles">The profiles.</param>
/// <param name="Activity">What the person did.</param>
public sealed record PersonShape(string Id, string DisplayName, string Description, IReadOnlyList<PersonProfileShape> Profiles, PersonActivityShape Activity);
