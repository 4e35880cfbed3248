namespace EventSourced.Contracts.Boost;

/// <summary>Records an account of GitHub, as the API describes it. Empty members do not replace what is known.</summary>
/// <param name="GithubAccountId">Id of the account at GitHub, positive.</param>
/// <param name="Username">Its login; may be empty if it is known.</param>
/// <param name="DisplayName">Name shown to people; may be empty.</param>
/// <param name="AvatarUrl">Address of its picture; may be empty.</param>
/// <param name="Type"><c>User</c>, <c>Organization</c> or <c>Enterprise</c>; anything else is a user.</param>
[Command("boost.record_account", "POST accounts", Scope = nameof(RecordGitHubAccount.GithubAccountId))]
public sealed record RecordGitHubAccount(
    long GithubAccountId, string Username = "", string DisplayName = "", string AvatarUrl = "", string Type = "User") : ICommand;

/// <summary>Adds an e-mail address to the profile of an account, unless the profile has it. The first one of a profile is its main one.</summary>
/// <param name="Profile">The profile: <c>github:583231</c>.</param>
/// <param name="Email">The address.</param>
[Command("boost.add_email", "POST profiles/{profile}/emails", Scope = nameof(AddEmail.Profile))]
public sealed record AddEmail(string Profile, [property: Personal(nameof(AddEmail.Profile), Prefix = "boost/")] string? Email) : ICommand;
