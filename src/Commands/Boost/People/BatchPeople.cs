using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.People;

/// <summary>The people of a batch of records: accounts that the records describe, and people who only have a name.</summary>
internal sealed class BatchPeople
{
    private readonly Dictionary<long, AccountState> _accounts;
    private readonly Dictionary<string, UsernameState> _logins;
    private readonly MetPeople _met;
    private readonly PendingAppends _pending;

    private BatchPeople(Dictionary<long, AccountState> accounts, Dictionary<string, UsernameState> logins, UnknownPeople unknown, PendingAppends pending) =>
        (_accounts, _logins, _met, _pending) = (accounts, logins, new MetPeople(unknown), pending);

    /// <summary>Loads the accounts in one query, the logins in another, and adds what the records say about them.</summary>
    /// <param name="reader">Reads the log.</param>
    /// <param name="said">What the records say about accounts.</param>
    /// <param name="names">Logins that the records mention without the id of the account.</param>
    /// <param name="unknown">People without accounts, as of now.</param>
    /// <param name="pending">Takes the events.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<BatchPeople> LoadAsync(
        StateReader reader, IReadOnlyCollection<RecordGitHubAccount> said, IReadOnlyCollection<string> names, UnknownPeople unknown, PendingAppends pending, CancellationToken cancellationToken)
    {
        var accounts = await reader.LoadAllAsync<AccountState>([.. said.Select(a => a.GithubAccountId).Distinct().Select(id => new AccountState(id))], null, cancellationToken);
        var logins = await reader.LoadAllAsync<UsernameState>(
            [.. said.Select(a => a.Username).Concat(names).Where(u => u.Length > 0).DistinctBy(u => u.ToLowerInvariant()).Select(u => new UsernameState(u))], null, cancellationToken);
        var byId = accounts.ToDictionary(a => a.GithubAccountId);
        var byLogin = logins.ToDictionary(l => l.Username, StringComparer.OrdinalIgnoreCase);
        foreach (var account in said)
        {
            if (byId[account.GithubAccountId].After(account) is { } recorded) pending.Add(byId[account.GithubAccountId], recorded);
            if (byLogin.GetValueOrDefault(account.Username) is { } login && login.GithubAccountId != account.GithubAccountId)
                pending.Add(login, new GitHubUsernameTaken(account.Username, account.GithubAccountId));
        }
        return new BatchPeople(byId, byLogin, unknown, pending);
    }

    /// <summary>An account that the records describe, with an address that is added if it is new.</summary>
    public long Known(long githubAccountId, string? email)
    {
        var account = _accounts[githubAccountId];
        if (email is not null && account.Add(email) is { } added) _pending.Add(account, added);
        return githubAccountId;
    }

    /// <summary>A person who only has a name, and an address that is added if it is new.</summary>
    public long Unknown(string? name, string? email) => _met.Meet(name, email);

    /// <summary>The account that has a login; a person who only has this name when none has it.</summary>
    public long OfLogin(string username) => _logins.GetValueOrDefault(username)?.GithubAccountId ?? Unknown(username, null);

    /// <summary>Adds what was decided about people who only have a name.</summary>
    public void End()
    {
        foreach (var e in _met.Events) _pending.Add(_met.Known, e);
    }
}
