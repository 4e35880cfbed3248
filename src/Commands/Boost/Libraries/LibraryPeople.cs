using System.Text.RegularExpressions;
using EventSourced.Commands.Boost.People;
using EventSourced.Commands.Deciding;
using EventSourced.Contracts;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Libraries;

/// <summary>
/// Finds the accounts of authors and maintainers: a name is looked up as a login first, else among people without accounts. The account is decided here and recorded, so that
/// a rebuild does not look anything up.
/// </summary>
internal sealed partial class LibraryPeople
{
    private readonly UnknownPeople _unknown;
    private readonly Dictionary<string, AccountState> _accounts;
    private readonly Dictionary<AccountState, List<IEvent>> _ofAccounts = [];
    private readonly List<IEvent> _ofUnknown = [];

    private LibraryPeople(UnknownPeople unknown, Dictionary<string, AccountState> accounts) => (_unknown, _accounts) = (unknown, accounts);

    /// <summary>Loads the streams of people whom libraries name.</summary>
    public static async ValueTask<LibraryPeople> LoadAsync(IStateSource source, IEnumerable<LibraryEntry> libraries, CancellationToken cancellationToken)
    {
        var accounts = new Dictionary<string, AccountState>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in libraries.SelectMany(l => l.Authors.Concat(l.Maintainers)).Select(p => p.Name).Where(n => Login().IsMatch(n)).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if ((await source.LoadAsync(new UsernameState(name), cancellationToken)).GithubAccountId is { } id)
                accounts[name] = await source.LoadAsync(new AccountState(id), cancellationToken);
        }
        return new(await source.LoadAsync(new UnknownPeople(), cancellationToken), accounts);
    }

    /// <summary>The account of a person.</summary>
    public long IdOf(NamedPerson person)
    {
        if (!_accounts.TryGetValue(person.Name, out var account)) return _unknown.Meet(person.Name, person.Email, _ofUnknown);
        if (person.Email is { } email && account.Add(email) is { } added) Add(account, added);
        return account.GithubAccountId;
    }

    /// <summary>Adds what was decided about people to a decision.</summary>
    public Decision AppendTo(Decision decision)
    {
        if (_ofUnknown.Count > 0) decision = decision.And(_unknown, _ofUnknown);
        return _ofAccounts.Aggregate(decision, (all, account) => all.And(account.Key, account.Value));
    }

    /// <summary>Returns the states. That of unknown people has folded what was decided: it is not kept, because the append may fail.</summary>
    public void Release(CommandStates states)
    {
        if (_ofUnknown.Count > 0) states.Discard(_unknown);
    }

    // The state does not know the addresses that this command adds before.
    private void Add(AccountState account, EmailAdded added)
    {
        if (!_ofAccounts.TryGetValue(account, out var events)) _ofAccounts[account] = events = [];
        if (events.OfType<EmailAdded>().Any(e => string.Equals(e.Email, added.Email, StringComparison.OrdinalIgnoreCase))) return;
        events.Add(added with { Number = added.Number + events.Count, IsPrimary = added.IsPrimary && events.Count == 0 });
    }

    // The form of GitHub's logins: names with blanks are not looked up.
    [GeneratedRegex(@"\A[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}\z")]
    private static partial Regex Login();
}
