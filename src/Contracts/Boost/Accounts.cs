using System.Text.Json.Serialization;

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

/// <summary>What is known of an account of GitHub after an answer of its API: members that the answer left empty have their earlier values.</summary>
/// <param name="GithubAccountId">Id of the account at GitHub, positive.</param>
/// <param name="Username">Its login.</param>
/// <param name="DisplayName">Name shown to people; often empty, because lists of the API omit it.</param>
/// <param name="AvatarUrl">Address of its picture; may be empty.</param>
/// <param name="Type">One of <see cref="AccountTypes"/>.</param>
[EventName("boost.github_account_recorded.v1")]
public sealed record GitHubAccountRecorded(long GithubAccountId, string Username, string DisplayName, string AvatarUrl, string Type) : IEvent;

/// <summary>An account has a login. Recorded in the stream of the login, in which accounts are looked up by it; a login can pass to another account.</summary>
/// <param name="Username">The login.</param>
/// <param name="GithubAccountId">The account.</param>
[EventName("boost.github_username_taken.v1")]
public sealed record GitHubUsernameTaken(string Username, long GithubAccountId) : IEvent;

/// <summary>Somebody without a known account was given a negative account id. It is decided once, and found again by the name.</summary>
/// <param name="GithubAccountId">The id: one less than the least before, from −1.</param>
/// <param name="DisplayName">The name as given, or <c>unknown</c>. It is the login of the account, too.</param>
[EventName("boost.unknown_person_named.v1")]
public sealed record UnknownPersonNamed(long GithubAccountId, string DisplayName) : IEvent;

/// <summary>A profile has another e-mail address. In the stream of the account, or in that of unknown people.</summary>
/// <param name="Profile">Natural key of the profile: <c>github:583231</c>. The person whose data it is.</param>
/// <param name="Number">Which address of the profile, from 1.</param>
/// <param name="Email">The address as given. Null once forgotten.</param>
/// <param name="IsPrimary">Whether it is the main one: the first of a profile is.</param>
[EventName("boost.email_added.v1")]
public sealed record EmailAdded(
    string Profile, int Number, [property: Personal(nameof(EmailAdded.Profile), Prefix = "boost/")] string? Email, bool IsPrimary) : IEvent;

/// <summary>Types of accounts.</summary>
public static class AccountTypes
{
    /// <summary>A person.</summary>
    public const string User = "user";

    /// <summary>An organization.</summary>
    public const string Organization = "organization";

    /// <summary>An enterprise.</summary>
    public const string Enterprise = "enterprise";

    /// <summary>The type that GitHub's API names; <see cref="User"/> for an unknown one.</summary>
    /// <param name="type"><c>User</c>, <c>Organization</c>, <c>Enterprise</c> or anything else.</param>
    public static string Of(string? type) => type?.ToLowerInvariant() switch { Organization => Organization, Enterprise => Enterprise, _ => User };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GitHubAccountRecorded))]
[JsonSerializable(typeof(GitHubUsernameTaken))]
[JsonSerializable(typeof(UnknownPersonNamed))]
[JsonSerializable(typeof(EmailAdded))]
internal sealed partial class BoostAccountsJson : JsonSerializerContext;
