using System.Globalization;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.People;

/// <summary>Natural keys of profiles: platform, colon, and the id on the platform.</summary>
internal static class ProfileKeys
{
    private static readonly string[] s_others = [Platforms.Slack, Platforms.MailingList, Platforms.Wg21, Platforms.Discord, Platforms.Youtube];

    /// <summary>Whether a text has the form of a key.</summary>
    public static bool IsKey(string profile) => AccountOf(profile) is not null || IsOfPlatform(profile);

    /// <summary>Whether a key is of a platform other than GitHub.</summary>
    public static bool IsOfPlatform(string profile) => s_others.Contains(Platforms.Of(profile)) && !profile.EndsWith(':');

    /// <summary>The account of a key; null when it is none of GitHub's.</summary>
    public static long? AccountOf(string profile) =>
        Platforms.Of(profile) == Platforms.Github && long.TryParse(profile[(Platforms.Github.Length + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) ? id : null;
}
