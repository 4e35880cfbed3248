using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.People;

/// <summary>An account of GitHub.</summary>
/// <param name="githubAccountId">Its id, positive.</param>
internal sealed class AccountState(long githubAccountId) : StreamState(BoostStreams.Account(githubAccountId))
{
    private readonly EmailBook _emails = new(BoostRows.ProfileOf(githubAccountId));

    public long GithubAccountId { get; } = githubAccountId;

    /// <summary>What is known of it; null before the first record.</summary>
    public GitHubAccountRecorded? Recorded { get; private set; }

    /// <summary>Its addresses.</summary>
    public EmailBook Emails => _emails;

    /// <summary>Whether it was forgotten: then it is not recorded again.</summary>
    public bool IsForgotten => _emails.IsForgotten;

    /// <summary>The record after an answer of the API, or null when it says nothing new. Empty members keep their values; the type is always taken.</summary>
    public GitHubAccountRecorded? After(RecordGitHubAccount said)
    {
        var merged = new GitHubAccountRecorded(
            GithubAccountId, Filled(said.Username, Recorded?.Username), Filled(said.DisplayName, Recorded?.DisplayName), Filled(said.AvatarUrl, Recorded?.AvatarUrl), AccountTypes.Of(said.Type));
        return merged == Recorded || IsForgotten ? null : merged;
    }

    /// <summary>The event of another address; null when the account has it.</summary>
    public EmailAdded? Add(string email) => _emails.Add(email);

    protected override void When(Fact fact)
    {
        switch (fact.Event)
        {
            case GitHubAccountRecorded recorded:
                Recorded = recorded;
                break;
            case EmailAdded added:
                _emails.Apply(added);
                break;
            case ProfileForgotten:
                _emails.Forget();
                break;
        }
    }

    private static string Filled(string said, string? before) => string.IsNullOrWhiteSpace(said) ? before ?? "" : said.Trim();
}

/// <summary>A login and the account that has it.</summary>
/// <param name="username">The login, in any case.</param>
internal sealed class UsernameState(string username) : StreamState(BoostStreams.Username(username))
{
    public string Username { get; } = username;

    /// <summary>The account; null when the login is unknown.</summary>
    public long? GithubAccountId { get; private set; }

    protected override void When(Fact fact)
    {
        if (fact.Event is GitHubUsernameTaken taken) GithubAccountId = taken.GithubAccountId;
    }
}
