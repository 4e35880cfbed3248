using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.People;

/// <summary>Addresses that one decision adds to profiles, whose states do not know them yet.</summary>
internal sealed class NewEmails
{
    private readonly Dictionary<string, HashSet<string>> _ofProfiles = new(StringComparer.Ordinal);

    /// <summary>The event of an address after those that were added before; null when it was one of them.</summary>
    /// <param name="added">The event as the profile's state decides it; null when the profile has the address.</param>
    public EmailAdded? Add(EmailAdded? added)
    {
        if (added is null) return null;
        if (!_ofProfiles.TryGetValue(added.Profile, out var before)) _ofProfiles[added.Profile] = before = new(StringComparer.OrdinalIgnoreCase);
        var count = before.Count;
        return before.Add(added.Email!) ? added with { Number = added.Number + count, IsPrimary = added.IsPrimary && count == 0 } : null;
    }
}
