using EventSourced.Contracts;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Identities;

/// <summary>Decides which identities are proposed.</summary>
/// <param name="book">Identities and proposals.</param>
internal sealed class IdentityProposals(IdentityBook book)
{
    private readonly List<IEvent> _events = [];
    private readonly Dictionary<string, Guid> _openOf = [];
    private readonly HashSet<Guid> _new = [];

    /// <summary>Proposals that are new.</summary>
    public int New => _new.Count;

    /// <summary>Profiles that are added to proposals.</summary>
    public int Added { get; private set; }

    /// <summary>The events: nothing that is proposed, accepted, or was separated by a reviewer.</summary>
    /// <param name="people">All profiles.</param>
    public IReadOnlyList<IEvent> Of(IReadOnlyList<ProposedPerson> people)
    {
        foreach (var open in book.Open.OrderBy(o => o.Staged.StagedIdentityId))
            foreach (var profile in open.Profiles) _openOf.TryAdd(profile, open.Staged.StagedIdentityId);
        IReadOnlyList<ProposedPerson> rest = [.. people.OrderBy(p => p.Profile, StringComparer.Ordinal)];
        // Profiles that a reviewer separated from this proposal may share something with each other.
        while (rest.Count > 1)
        {
            var groups = Connected(rest);
            rest = [.. groups.SelectMany(Propose)];
            if (groups.Count == 0) break;
        }
        return _events;
    }

    // Proposes the profiles of a group that fit together, and returns the others.
    private List<ProposedPerson> Propose(IReadOnlyList<ProposedPerson> group)
    {
        Guid? open = group.Where(p => _openOf.ContainsKey(p.Profile)).Select(p => (Guid?)_openOf[p.Profile]).FirstOrDefault();
        HashSet<string> members = open is { } id ? [.. book.Staged(id)!.Profiles] : [];
        List<ProposedPerson> added = [], others = [];
        foreach (var person in group)
        {
            if (members.Contains(person.Profile)) continue;
            if (members.Any(m => book.AreSeparated(m, person.Profile))) others.Add(person);
            else
            {
                members.Add(person.Profile);
                added.Add(person);
            }
        }
        if (added.Count == 0 || members.Count < 2 || AreOne(members)) return others;
        if (open is null) _events.Add(Staged(added));
        var proposal = open ?? NewIdOf(added[0].Profile);
        foreach (var person in added) _events.Add(new IdentityRelationStaged(proposal, person.Profile));
        Added += added.Count;
        return others;
    }

    private IdentityStaged Staged(List<ProposedPerson> people)
    {
        var id = NewIdOf(people[0].Profile);
        _new.Add(id);
        var name = people.Where(p => p.Name is not null).Select(p => p.DisplayName).Concat(people.Select(p => p.DisplayName)).Concat(people.Select(p => p.Login)).Select(n => n.Trim()).FirstOrDefault(n => n.Length > 0);
        var sharesEmail = people.SelectMany(p => p.Emails.Select(Address).Distinct()).GroupBy(a => a).Any(a => a.Count() > 1);
        var sharesName = people.Where(p => p.Name is not null).GroupBy(p => p.Name).Any(n => n.Count() > 1);
        var reason = (sharesEmail, sharesName) switch
        {
            (true, true) => "have the same name and an address in common",
            (true, false) => "have an address in common",
            _ => "have the same name on different platforms",
        };
        return new(id, name ?? people[0].Profile, $"Proposed automatically: the profiles {reason}.");
    }

    // The same on every run, unless a proposal of this profile was accepted or is open without it.
    private Guid NewIdOf(string profile)
    {
        for (var n = 1; ; n++)
        {
            var id = DerivedId.Of($"boost.proposal {n} {profile}");
            if (!book.IsMerged(id) && book.Staged(id) is null) return id;
        }
    }

    private bool AreOne(IEnumerable<string> profiles) => profiles.Select(book.OfProfile).Distinct().ToList() is [not null];

    // Groups of two or more that are connected by what they share. Separated profiles are not connected directly.
    private List<IReadOnlyList<ProposedPerson>> Connected(IReadOnlyList<ProposedPerson> people)
    {
        int[] parent = [.. Enumerable.Range(0, people.Count)];
        var byEmail = people.Index().SelectMany(p => p.Item.Emails.Select(e => (Key: Address(e), p.Index))).GroupBy(p => p.Key, p => p.Index, StringComparer.Ordinal);
        var byName = people.Index().Where(p => p.Item.Name is not null).GroupBy(p => p.Item.Name!, p => p.Index, StringComparer.Ordinal)
            .Where(g => g.Select(i => Platforms.Of(people[i].Profile)).Distinct().Count() > 1);
        foreach (var group in byEmail.Concat(byName))
        {
            int[] all = [.. group];
            for (var i = 1; i < all.Length; i++)
            {
                var partner = all.Take(i).Cast<int?>().FirstOrDefault(j => !book.AreSeparated(people[j!.Value].Profile, people[all[i]].Profile));
                if (partner is { } other) parent[Root(all[i])] = Root(other);
            }
        }
        return [.. people.Index().GroupBy(p => Root(p.Index), p => p.Item).Where(g => g.Count() > 1).Select(g => (IReadOnlyList<ProposedPerson>)[.. g])];

        int Root(int i)
        {
            while (parent[i] != i) i = parent[i] = parent[parent[i]];
            return i;
        }
    }

    private static string Address(string email) => email.ToLowerInvariant();
}
