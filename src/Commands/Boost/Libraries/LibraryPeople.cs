using System.Text.RegularExpressions;
using EventSourced.Commands.Boost.People;
using EventSourced.Commands.Deciding;
using EventSourced.Contracts;

namespace EventSourced.Commands.Boost.Libraries;

/// <summary>The streams of people whom libraries name.</summary>
/// <param name="Unknown">People without accounts.</param>
/// <param name="Accounts">Accounts by login.</param>
internal sealed partial record NamedPeople(UnknownPeople Unknown, IReadOnlyDictionary<string, AccountState> Accounts)
{
    /// <summary>Loads them.</summary>
    public static async ValueTask<NamedPeople> LoadAsync(IStateSource source, IEnumerable<LibraryEntry> libraries, CancellationToken cancellationToken)
    {
        var accounts = new Dictionary<string, AccountState>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in libraries.SelectMany(l => l.Authors.Concat(l.Maintainers)).Select(p => p.Name).Where(n => Login().IsMatch(n)).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if ((await source.LoadAsync(new UsernameState(name), cancellationToken)).GithubAccountId is { } id)
                accounts[name] = await source.LoadAsync(new AccountState(id), cancellationToken);
        }
        return new(await source.LoadAsync(new UnknownPeople(), cancellationToken), accounts);
    }

    // The form of GitHub's logins: names with blanks are not looked up.
    [GeneratedRegex(@"\A[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}\z")]
    private static partial Regex Login();
}

/// <summary>
/// Finds the accounts of authors and maintainers in one decision: a name is looked up as a login first, else among people without accounts. The account is decided here and
/// recorded, so that a rebuild does not look anything up.
/// </summary>
/// <param name="people">The loaded streams.</param>
internal sealed class LibraryPeople(NamedPeople people)
{
    private readonly MetPeople _met = new(people.Unknown);
    private readonly NewEmails _emails = new();
    private readonly Dictionary<AccountState, List<IEvent>> _ofAccounts = [];

    /// <summary>The account of a person.</summary>
    public long IdOf(NamedPerson person)
    {
        if (!people.Accounts.TryGetValue(person.Name, out var account)) return _met.Meet(person.Name, person.Email);
        if (person.Email is { } email && _emails.Add(account.Add(email)) is { } added)
        {
            if (!_ofAccounts.TryGetValue(account, out var events)) _ofAccounts[account] = events = [];
            events.Add(added);
        }
        return account.GithubAccountId;
    }

    /// <summary>Adds what was decided about people to a decision.</summary>
    public Decision AppendTo(Decision decision)
    {
        if (_met.Events.Count > 0) decision = decision.And(_met.Known, _met.Events);
        return _ofAccounts.Aggregate(decision, (all, account) => all.And(account.Key, account.Value));
    }
}
