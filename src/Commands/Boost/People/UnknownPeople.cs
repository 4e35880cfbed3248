using EventSourced.Commands.Deciding;
using EventSourced.Contracts;
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
    private long _least;

    /// <summary>The id of a name; null when it is new.</summary>
    /// <param name="name">The name as given; blank for nobody's.</param>
    public long? Find(string? name) => _ids.TryGetValue(NameOf(name), out var id) ? id : null;

    /// <summary>Adds the events that give a person an id, and an address if it is new, to a list; and folds them, so that the next person is decided after them.</summary>
    /// <param name="name">The name as given.</param>
    /// <param name="email">The address, or null.</param>
    /// <param name="events">The list.</param>
    /// <returns>The id.</returns>
    public long Meet(string? name, string? email, List<IEvent> events)
    {
        if (Find(name) is not { } id)
        {
            var named = new UnknownPersonNamed(id = _least - 1, NameOf(name));
            events.Add(named);
            Apply(named);
        }
        if (Book(BoostRows.ProfileOf(id)).Add(email) is { } added)
        {
            events.Add(added);
            Apply(added);
        }
        return id;
    }

    /// <summary>Whether there is a person of this profile.</summary>
    public bool Has(string profile) => _ids.Values.Any(id => BoostRows.ProfileOf(id) == profile);

    /// <summary>The event of another address of a person; null when they have it.</summary>
    public EmailAdded? Add(string profile, string email) => Book(profile).Add(email);

    protected override void When(Fact fact) => Apply(fact.Event);

    private static string NameOf(string? name) => string.IsNullOrWhiteSpace(name) ? Nameless : name.Trim();

    private void Apply(IEvent e)
    {
        switch (e)
        {
            case UnknownPersonNamed named:
                _ids[named.DisplayName] = named.GithubAccountId;
                _least = Math.Min(_least, named.GithubAccountId);
                break;
            case EmailAdded added:
                Book(added.Profile).Apply(added);
                break;
        }
    }

    private EmailBook Book(string profile) => _emails.TryGetValue(profile, out var book) ? book : _emails[profile] = new EmailBook(profile);
}
