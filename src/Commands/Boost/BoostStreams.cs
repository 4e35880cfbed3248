using System.Globalization;
using EventSourced.Contracts;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost;

/// <summary>Names of Boost's streams. Names of repositories and logins are in lower case: GitHub compares them without case.</summary>
public static class BoostStreams
{
    /// <summary>People without a known account, in one stream: the next id depends on all.</summary>
    public const string UnknownPeople = "boost/unknown-people";

    /// <summary>Identities and proposals of identities.</summary>
    public const string Identities = "boost/identities";

    /// <summary>Start of the streams of accounts.</summary>
    public const string Accounts = "boost/account/";

    /// <summary>An account of GitHub.</summary>
    /// <param name="githubAccountId">Its id, positive.</param>
    public static string Account(long githubAccountId) => string.Create(CultureInfo.InvariantCulture, $"{Accounts}{githubAccountId}");

    /// <summary>A login, in which its account is looked up.</summary>
    /// <param name="username">The login, in any case.</param>
    public static string Username(string username) => $"boost/username/{username.ToLowerInvariant()}";

    /// <summary>A profile on a platform other than GitHub.</summary>
    /// <param name="profile">Its natural key: <c>slack:U0A1B2C3</c>.</param>
    public static string Profile(string profile) => $"boost/profile/{profile}";

    /// <summary>The profiles of a platform that have a name. The name is not in the stream's own, which stays in the log.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="displayName">The name.</param>
    public static string ProfileName(string platform, string displayName) => $"boost/profile-name/{platform}/{DerivedId.Of($"boost.profile_name {displayName}")}";

    /// <summary>A repository: metadata, languages, licence, and how far its commits are known.</summary>
    /// <param name="owner">Login of the owner.</param>
    /// <param name="name">Its name.</param>
    public static string Repository(string owner, string name) => $"boost/repo/{RepositoryKey.Of(owner, name)}";

    /// <summary>A name of a repository among those of an account.</summary>
    /// <param name="ownerAccountId">The account.</param>
    /// <param name="name">Name of the repository, in any case.</param>
    public static string Owned(long ownerAccountId, string name) => string.Create(CultureInfo.InvariantCulture, $"boost/owned/{ownerAccountId}/{name.ToLowerInvariant()}");

    /// <summary>Counts of created repositories in a language.</summary>
    /// <param name="language">Name of the language.</param>
    public static string CreatedRepos(string language) => $"boost/created-repos/{language}";

    /// <summary>A commit of a repository.</summary>
    /// <param name="owner">Login of the repository's owner.</param>
    /// <param name="name">Name of the repository.</param>
    /// <param name="sha">The commit's hash, lower-case hex.</param>
    public static string Commit(string owner, string name, string sha) => $"boost/commit/{RepositoryKey.Of(owner, name)}/{sha}";

    /// <summary>The patches of a commit. No decision reads them.</summary>
    /// <param name="owner">Login of the repository's owner.</param>
    /// <param name="name">Name of the repository.</param>
    /// <param name="sha">The commit's hash, lower-case hex.</param>
    public static string Patches(string owner, string name, string sha) => $"boost/patches/{RepositoryKey.Of(owner, name)}/{sha}";

    /// <summary>An issue or a pull request, which share their numbers, with its comments.</summary>
    /// <param name="owner">Login of the repository's owner.</param>
    /// <param name="name">Name of the repository.</param>
    /// <param name="number">Its number.</param>
    public static string Issue(string owner, string name, int number) => string.Create(CultureInfo.InvariantCulture, $"boost/issue/{RepositoryKey.Of(owner, name)}/{number}");

    /// <summary>How far a repository is collected.</summary>
    /// <param name="owner">Login of the repository's owner.</param>
    /// <param name="name">Name of the repository.</param>
    public static string Collector(string owner, string name) => $"boost/collector/{RepositoryKey.Of(owner, name)}";

    /// <summary>How far a collector is that is not about one repository. The keys of repositories have a slash, so their streams have other names.</summary>
    /// <param name="collector">Name of the collector.</param>
    public static string CollectorRuns(string collector) => $"boost/collector/{collector}";

    /// <summary>An import of answers of GitHub's API.</summary>
    /// <param name="importId">The import.</param>
    public static string GitHubImport(Guid importId) => $"boost/github-import/{importId}";

    /// <summary>An import of a file.</summary>
    /// <param name="importId">The import.</param>
    public static string Import(Guid importId) => $"boost/import/{importId}";
}
