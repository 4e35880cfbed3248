using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.People;

/// <summary>
/// People without a known account: authors of commits and libraries that only have a name. Each has a negative account id, which is found again by the name. All are in one stream,
/// whose expected version makes sure that no id is given twice.
/// </summary>
internal sealed class UnknownPeople() : StreamState(BoostStreams.UnknownPeople)
{
    /// <summary>The name of people without one.</summary>
    public const string Nameless = "unknown";

    private readonly Dictionary<string, long> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EmailBook> _emails = [];

    /// <summary>The least id that was given; 0 before the first.</summary>
    public long Least { get; private set; }

    /// <summary>The id of a name; null when it is new.</summary>
    /// <param name="name">The name as given; blank for nobody's.</param>
    public long? Find(string? name) => _ids.TryGetValue(NameOf(name), out var id) ? id : null;

    /// <summary>Whether there is a person of this profile.</summary>
    public bool Has(string profile) => _ids.Values.Any(id => BoostRows.ProfileOf(id) == profile);

    /// <summary>The people who were not forgotten, with their profiles and addresses.</summary>
    public IEnumerable<(string Profile, string Name, IReadOnlyCollection<string> Emails)> Known =>
        from person in _ids
        let profile = BoostRows.ProfileOf(person.Value)
        let emails = _emails.GetValueOrDefault(profile)
        where emails?.IsForgotten != true
        select (profile, person.Key, emails?.Active ?? []);

    /// <summary>Numbers of the addresses of a person.</summary>
    public IReadOnlyList<int> EmailsOf(string profile) => _emails.GetValueOrDefault(profile)?.Numbers ?? [];

    /// <summary>The event of another address of a person; null when it is blank, or they have it.</summary>
    public EmailAdded? Add(string profile, string? email) => (_emails.GetValueOrDefault(profile) ?? new EmailBook(profile)).Add(email);

    /// <summary>The name under which a person is kept.</summary>
    /// <param name="name">The name as given; blank for nobody's.</param>
    public static string NameOf(string? name) => string.IsNullOrWhiteSpace(name) ? Nameless : name.Trim();

    protected override void When(Fact fact)
    {
        switch (fact.Event)
        {
            case UnknownPersonNamed named:
                _ids[named.DisplayName] = named.GithubAccountId;
                Least = Math.Min(Least, named.GithubAccountId);
                break;
            case EmailAdded added:
                BookOf(added.Profile).Apply(added);
                break;
            case ProfileForgotten forgotten:
                BookOf(forgotten.Profile).Forget();
                break;
        }
    }

    private EmailBook BookOf(string profile) => _emails.TryGetValue(profile, out var book) ? book : _emails[profile] = new EmailBook(profile);
}
