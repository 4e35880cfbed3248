using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.People;

/// <summary>The e-mail addresses of a profile. They are compared without case. A forgotten one keeps its number.</summary>
/// <param name="profile">Natural key of the profile.</param>
internal sealed class EmailBook(string profile)
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);
    private int _last;

    /// <summary>The event of another address; null when it is blank, or the profile has it.</summary>
    public EmailAdded? Add(string? email)
    {
        var address = email?.Trim();
        return string.IsNullOrEmpty(address) || _known.Contains(address) ? null : new EmailAdded(profile, _last + 1, address, IsPrimary: _last == 0);
    }

    public void Apply(EmailAdded added)
    {
        _last = Math.Max(_last, added.Number);
        if (added.Email is { } email) _known.Add(email);
    }
}
