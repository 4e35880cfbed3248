namespace EventSourced.Api.Boost.Repositories;

/// <summary>A repository with figures.</summary>
/// <param name="Id">Its row id, as text.</param>
/// <param name="Owner">Login of the owner.</param>
/// <param name="Name">Its name.</param>
/// <param name="Stars">Stars.</param>
/// <param name="Forks">Forks.</param>
/// <param name="Description">Description; may be empty.</param>
/// <param name="PushedAt">Last push, or null.</param>
/// <param name="CreatedAt">Creation at GitHub, or null.</param>
/// <param name="UpdatedAt">Last update at GitHub, or null.</param>
/// <param name="License">Name of the licence, or null.</param>
/// <param name="Commits">Recorded commits.</param>
/// <param name="Issues">Recorded issues.</param>
/// <param name="OpenIssues">Those that are open.</param>
/// <param name="Pulls">Recorded pull requests.</param>
/// <param name="OpenPulls">Those that are open.</param>
/// <param name="MergedPulls">Those that are merged.</param>
public sealed record RepositoryShape(
    string Id, string Owner, string Name, int Stars, int Forks, string Description, DateTimeOffset? PushedAt, DateTimeOffset? CreatedAt, DateTimeOffset? UpdatedAt, string? License,
    long Commits, long Issues, long OpenIssues, long Pulls, long OpenPulls, long MergedPulls);

/// <summary>Repositories in the order of their names.</summary>
/// <param name="Repos">The repositories.</param>
/// <param name="Next">Cursor of the next page, or null.</param>
public sealed record RepositoryList(IReadOnlyList<RepositoryShape> Repos, string? Next);

/// <summary>A repository with its languages.</summary>
/// <param name="Repo">The repository.</param>
/// <param name="Languages">Its languages, the largest first.</param>
public sealed record RepositoryDetail(RepositoryShape Repo, IReadOnlyList<LanguageShape> Languages);

/// <summary>A language of a repository.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">Bytes in it.</param>
public sealed record LanguageShape(string Name, long Bytes);

/// <summary>An account.</summary>
/// <param name="GithubAccountId">Its id at GitHub; negative for a person without an account.</param>
/// <param name="Username">The login, or the name of a person without an account.</param>
/// <param name="DisplayName">Name shown to people; may be empty.</param>
public sealed record AccountShape(long GithubAccountId, string Username, string DisplayName);

/// <summary>A commit.</summary>
/// <param name="Sha">Its hash.</param>
/// <param name="Comment">Its message.</param>
/// <param name="CommitAt">When its author wrote it.</param>
/// <param name="Author">The author, or null while the account's row is on its way.</param>
/// <param name="Files">Changed files.</param>
/// <param name="Additions">Added lines.</param>
/// <param name="Deletions">Removed lines.</param>
public sealed record CommitShape(string Sha, string Comment, DateTimeOffset CommitAt, AccountShape? Author, long Files, long Additions, long Deletions);

/// <summary>Commits of a repository, newest first.</summary>
/// <param name="Repository">The repository: <c>owner/name</c>.</param>
/// <param name="Commits">The commits.</param>
/// <param name="Next">Cursor of the next page, or null.</param>
public sealed record CommitList(string Repository, IReadOnlyList<CommitShape> Commits, string? Next);

/// <summary>An issue.</summary>
/// <param name="Id">Its row id, as text.</param>
/// <param name="Number">Its number in the repository.</param>
/// <param name="IssueId">Its id at GitHub, as text.</param>
/// <param name="Title">Its title.</param>
/// <param name="Body">Its text.</param>
/// <param name="State"><c>open</c> or <c>closed</c>.</param>
/// <param name="StateReason">Why it has the state; may be empty.</param>
/// <param name="Author">Who opened it, or null while the account's row is on its way.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Assignees">Logins of those that it is assigned to.</param>
/// <param name="Comments">Recorded comments.</param>
/// <param name="CreatedAt">When it was opened, or null.</param>
/// <param name="UpdatedAt">When it was last changed, or null.</param>
/// <param name="ClosedAt">When it was closed, or null.</param>
public sealed record IssueShape(
    string Id, int Number, string IssueId, string Title, string Body, string State, string StateReason, AccountShape? Author, IReadOnlyList<string> Labels, IReadOnlyList<string> Assignees,
    long Comments, DateTimeOffset? CreatedAt, DateTimeOffset? UpdatedAt, DateTimeOffset? ClosedAt);

/// <summary>Issues of a repository, the highest number first.</summary>
/// <param name="Repository">The repository: <c>owner/name</c>.</param>
/// <param name="Issues">The issues.</param>
/// <param name="Next">Cursor of the next page, or null.</param>
public sealed record IssueList(string Repository, IReadOnlyList<IssueShape> Issues, string? Next);

/// <summary>A pull request.</summary>
/// <param name="Id">Its row id, as text.</param>
/// <param name="Number">Its number in the repository.</param>
/// <param name="PullRequestId">Its id at GitHub, as text.</param>
/// <param name="Title">Its title.</param>
/// <param name="Body">Its text.</param>
/// <param name="State"><c>open</c>, <c>closed</c> or <c>merged</c>.</param>
/// <param name="HeadHash">Commit at the end of its branch; may be empty.</param>
/// <param name="BaseHash">Commit that it is based on; may be empty.</param>
/// <param name="Author">Who opened it, or null while the account's row is on its way.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Assignees">Logins of those that it is assigned to.</param>
/// <param name="Comments">Recorded comments of the conversation.</param>
/// <param name="ReviewComments">Recorded comments on lines of code.</param>
/// <param name="CreatedAt">When it was opened, or null.</param>
/// <param name="UpdatedAt">When it was last changed, or null.</param>
/// <param name="MergedAt">When it was merged, or null.</param>
/// <param name="ClosedAt">When it was closed, or null.</param>
public sealed record PullRequestShape(
    string Id, int Number, string PullRequestId, string Title, string Body, string State, string HeadHash, string BaseHash, AccountShape? Author, IReadOnlyList<string> Labels,
    IReadOnlyList<string> Assignees, long Comments, long ReviewComments, DateTimeOffset? CreatedAt, DateTimeOffset? UpdatedAt, DateTimeOffset? MergedAt, DateTimeOffset? ClosedAt);

/// <summary>Pull requests of a repository, the highest number first.</summary>
/// <param name="Repository">The repository: <c>owner/name</c>.</param>
/// <param name="Pulls">The pull requests.</param>
/// <param name="Next">Cursor of the next page, or null.</param>
public sealed record PullRequestList(string Repository, IReadOnlyList<PullRequestShape> Pulls, string? Next);
