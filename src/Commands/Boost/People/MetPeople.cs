using EventSourced.Contracts;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.People;

/// <summary>
/// People without a known account in one decision: those that are known, and new ones with the events that name them. The state does not change: it may be
/// cached, and the append may fail.
/// </summary>
/// <param name="known">The people that are known.</param>
internal sealed class MetPeople(UnknownPeople known)
{
    private readonly Dictionary<string, long> _new = new(StringComparer.Ordinal);
    private readonly NewEmails _emails = new();
    private readonly List<IEvent> _events = [];

    /// <summary>The people that were known before.</summary>
    public UnknownPeople Known => known;

    /// <summary>Events of the new people and of new addresses, for the stream of <see cref="Known"/>.</summary>
    public IReadOnlyList<IEvent> Events => _events;

    /// <summary>The id of a person, who is named if new, with an address that is added if it is new.</summary>
    /// <param name="name">The name as given; blank for nobody's.</param>
    /// <param name="email">The address, or null.</param>
    public long Meet(string? name, string? email)
    {
        var displayName = UnknownPeople.NameOf(name);
        if ((known.Find(displayName) ?? (_new.TryGetValue(displayName, out var met) ? met : null)) is not { } id)
        {
            _new.Add(displayName, id = known.Least - 1 - _new.Count);
            _events.Add(new UnknownPersonNamed(id, displayName));
        }
        if (_emails.Add(known.Add(BoostRows.ProfileOf(id), email)) is { } added) _events.Add(added);
        return id;
    }
}
