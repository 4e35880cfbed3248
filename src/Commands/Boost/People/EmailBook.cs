using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.People;

/// <summary>The e-mail addresses of a profile. They are compared without case. A forgotten one keeps its number.</summary>
/// <param name="profile">Natural key of the profile.</param>
internal sealed class EmailBook(string profile)
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);
    private int _last;

    /// <summary>The active addresses.</summary>
    public IReadOnlyCollection<string> Active => _known;

    /// <summary>Whether the profile was forgotten: then it gets no address any more.</summary>
    public bool IsForgotten { get; private set; }

    /// <summary>Numbers of all addresses, also of those that are forgotten.</summary>
    public IReadOnlyList<int> Numbers => [.. Enumerable.Range(1, _last)];

    /// <summary>Whether the profile has an address.</summary>
    /// <param name="email">The address.</param>
    public bool Has(string email) => _known.Contains(email);

    /// <summary>The event of another address; null when it is blank, or the profile has it. It is the main one when there is no other.</summary>
    public EmailAdded? Add(string? email)
    {
        var address = email?.Trim();
        return string.IsNullOrEmpty(address) || IsForgotten || _known.Contains(address) ? null : new EmailAdded(profile, _last + 1, address, IsPrimary: _known.Count == 0);
    }

    public void Apply(EmailAdded added)
    {
        _last = Math.Max(_last, added.Number);
        if (added.Email is { } email) _known.Add(email);
    }

    /// <summary>Forgets all addresses.</summary>
    public void Forget()
    {
        _known.Clear();
        IsForgotten = true;
    }
}
