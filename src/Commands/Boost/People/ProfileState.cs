using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.People;

/// <summary>A profile on a platform other than GitHub.</summary>
/// <param name="profile">Its natural key.</param>
internal sealed class ProfileState(string profile) : StreamState(BoostStreams.Profile(profile))
{
    public string Profile { get; } = profile;

    /// <summary>What is known of it; null before the first record.</summary>
    public IProfileRecorded? Recorded { get; private set; }

    /// <summary>Its addresses.</summary>
    public EmailBook Emails { get; } = new(profile);

    /// <summary>Whether it was forgotten: then it is not recorded again.</summary>
    public bool IsForgotten => Emails.IsForgotten;

    protected override void When(Fact fact)
    {
        switch (fact.Event)
        {
            case IProfileRecorded recorded:
                Recorded = recorded;
                break;
            case EmailAdded added:
                Emails.Apply(added);
                break;
            case ProfileForgotten:
                Emails.Forget();
                break;
        }
    }
}

/// <summary>The profiles of a platform that have a name.</summary>
/// <param name="platform">The platform.</param>
/// <param name="displayName">The name.</param>
internal sealed class ProfileNameState(string platform, string displayName) : StreamState(BoostStreams.ProfileName(platform, displayName))
{
    private readonly List<string> _profiles = [];

    /// <summary>Natural keys of the profiles, in the order in which they came.</summary>
    public IReadOnlyList<string> Profiles => _profiles;

    protected override void When(Fact fact)
    {
        if (fact.Event is ProfileNamed named) _profiles.Add(named.Profile);
    }
}
