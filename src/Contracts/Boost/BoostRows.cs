using System.Globalization;

namespace EventSourced.Contracts.Boost;

/// <summary>
/// Row ids of Boost's tables, computed from natural keys (<see cref="RowId"/>). A table that extends another has the id of its base: an account that of its profile, a library's
/// repository that of the repository, a library's file that of the file.
/// </summary>
public static class BoostRows
{
    /// <summary>Profile of a GitHub account, and the account itself.</summary>
    /// <param name="githubAccountId">Id of the account at GitHub; negative for people without one.</param>
    public static long Account(long githubAccountId) => Profile(ProfileOf(githubAccountId));

    /// <summary>The natural key of the profile of a GitHub account: <c>github:583231</c>.</summary>
    /// <param name="githubAccountId">Id of the account at GitHub; negative for people without one.</param>
    public static string ProfileOf(long githubAccountId) => string.Create(CultureInfo.InvariantCulture, $"github:{githubAccountId}");

    /// <summary>A profile on any platform.</summary>
    /// <param name="profile">Its natural key: platform, colon, and the id on the platform.</param>
    public static long Profile(string profile) => RowId.Of("boost.base_profile", profile);

    /// <summary>An e-mail address of a profile.</summary>
    /// <param name="profile">Natural key of the profile.</param>
    /// <param name="number">Which of its addresses, from 1. The address is no part of the key, because it can be forgotten.</param>
    public static long Email(string profile, int number) => RowId.Of("boost.email", profile, Text(number));

    /// <summary>An identity: one person on several platforms.</summary>
    /// <param name="identityId">Its id.</param>
    public static long Identity(Guid identityId) => RowId.Of("boost.identity", identityId.ToString());

    /// <summary>A proposal of an identity.</summary>
    /// <param name="stagedIdentityId">Its id.</param>
    public static long StagedIdentity(Guid stagedIdentityId) => RowId.Of("boost.tmp_identity", stagedIdentityId.ToString());

    /// <summary>A profile of a proposal.</summary>
    /// <param name="profile">Natural key of the profile.</param>
    /// <param name="stagedIdentityId">The proposal.</param>
    public static long StagedRelation(string profile, Guid stagedIdentityId) => RowId.Of("boost.temp_profile_identity_relation", profile, stagedIdentityId.ToString());

    /// <summary>A repository.</summary>
    /// <param name="owner">Login of the owner, in any case.</param>
    /// <param name="name">Its name, in any case.</param>
    public static long Repository(string owner, string name) => RowId.Of("boost.github_repository", RepositoryKey.Of(owner, name));

    /// <summary>A programming language.</summary>
    /// <param name="name">Its name.</param>
    public static long Language(string name) => RowId.Of("boost.language", name);

    /// <summary>Counts of created repositories in a language.</summary>
    /// <param name="language">Name of the language.</param>
    /// <param name="year">The year.</param>
    public static long CreatedRepos(string language, int year) => RowId.Of("boost.created_repos_by_language", language, Text(year));

    /// <summary>A licence.</summary>
    /// <param name="name">Its name.</param>
    public static long License(string name) => RowId.Of("boost.license", name);

    /// <summary>A language of a repository.</summary>
    /// <param name="owner">Login of the owner.</param>
    /// <param name="name">Name of the repository.</param>
    /// <param name="language">Name of the language.</param>
    public static long RepositoryLanguage(string owner, string name, string language) => RowId.Of("boost.repo_language", RepositoryKey.Of(owner, name), language);

    /// <summary>A licence of a repository.</summary>
    /// <param name="owner">Login of the owner.</param>
    /// <param name="name">Name of the repository.</param>
    /// <param name="license">Name of the licence.</param>
    public static long RepositoryLicense(string owner, string name, string license) => RowId.Of("boost.repo_license", RepositoryKey.Of(owner, name), license);

    /// <summary>A commit. The same commit in a fork is another row.</summary>
    /// <param name="owner">Login of the repository's owner.</param>
    /// <param name="name">Name of the repository.</param>
    /// <param name="sha">The commit's hash, lower-case hex.</param>
    public static long Commit(string owner, string name, string sha) => RowId.Of("boost.git_commit", RepositoryKey.Of(owner, name), sha);

    /// <summary>A file of a repository, in all its versions.</summary>
    /// <param name="owner">Login of the repository's owner.</param>
    /// <param name="name">Name of the repository.</param>
    /// <param name="filename">Its path.</param>
    public static long File(string owner, string name, string filename) => RowId.Of("boost.github_file", RepositoryKey.Of(owner, name), filename);

    /// <summary>What a commit changed in a file.</summary>
    /// <param name="owner">Login of the repository's owner.</param>
    /// <param name="name">Name of the repository.</param>
    /// <param name="sha">The commit's hash.</param>
    /// <param name="filename">Path of the file.</param>
    public static long FileChange(string owner, string name, string sha, string filename) => RowId.Of("boost.git_commit_file_change", RepositoryKey.Of(owner, name), sha, filename);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
