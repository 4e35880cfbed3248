namespace EventSourced.Contracts.Boost;

/// <summary>What is known of a profile on a platform other than GitHub, after a record: members that the record left empty have their earlier values.</summary>
public interface IProfileRecorded : IEvent
{
    /// <summary>Natural key of the profile: platform, colon, and the id on the platform.</summary>
    string Profile { get; }

    /// <summary>Name shown to people; may be empty. Null when the profile was forgotten.</summary>
    string? DisplayName { get; }
}

/// <summary>What is known of a user of Slack.</summary>
/// <param name="Profile">Natural key of the profile: <c>slack:U0A1B2C3</c>.</param>
/// <param name="SlackUserId">Id of the user at Slack.</param>
/// <param name="Username">Name of the user; may be empty.</param>
/// <param name="DisplayName">Name shown to people; may be empty.</param>
/// <param name="AvatarUrl">Address of the picture; may be empty.</param>
[EventName("boost.slack_user_recorded.v1")]
public sealed record SlackUserRecorded(
    string Profile, string SlackUserId, [property: Personal(nameof(SlackUserRecorded.Profile), Prefix = "boost/")] string? Username,
    [property: Personal(nameof(SlackUserRecorded.Profile), Prefix = "boost/")] string? DisplayName, [property: Personal(nameof(SlackUserRecorded.Profile), Prefix = "boost/")] string? AvatarUrl) : IProfileRecorded;

/// <summary>What is known of a user of Discord.</summary>
/// <param name="Profile">Natural key of the profile: <c>discord:81384788765712384</c>.</param>
/// <param name="DiscordUserId">Id of the user at Discord.</param>
/// <param name="Username">Name of the user.</param>
/// <param name="DisplayName">Nickname, or the name.</param>
/// <param name="AvatarUrl">Address of the picture; may be empty.</param>
/// <param name="IsBot">Whether it is a program.</param>
[EventName("boost.discord_profile_recorded.v1")]
public sealed record DiscordProfileRecorded(
    string Profile, long DiscordUserId, [property: Personal(nameof(DiscordProfileRecorded.Profile), Prefix = "boost/")] string? Username,
    [property: Personal(nameof(DiscordProfileRecorded.Profile), Prefix = "boost/")] string? DisplayName, [property: Personal(nameof(DiscordProfileRecorded.Profile), Prefix = "boost/")] string? AvatarUrl,
    bool IsBot) : IProfileRecorded;

/// <summary>A sender of mailing lists.</summary>
/// <param name="Profile">Natural key of the profile: <c>mailing_list:</c> and a UUID.</param>
/// <param name="DisplayName">Name of the sender.</param>
[EventName("boost.mailing_list_profile_recorded.v1")]
public sealed record MailingListProfileRecorded(
    string Profile, [property: Personal(nameof(MailingListProfileRecorded.Profile), Prefix = "boost/")] string? DisplayName) : IProfileRecorded;

/// <summary>What is known of an author of WG21 papers.</summary>
/// <param name="Profile">Natural key of the profile: <c>wg21:</c> and a UUID.</param>
/// <param name="DisplayName">Name of the author.</param>
/// <param name="AuthorAlias">Another spelling; may be empty.</param>
[EventName("boost.paper_author_recorded.v1")]
public sealed record PaperAuthorRecorded(
    string Profile, [property: Personal(nameof(PaperAuthorRecorded.Profile), Prefix = "boost/")] string? DisplayName,
    [property: Personal(nameof(PaperAuthorRecorded.Profile), Prefix = "boost/")] string? AuthorAlias) : IProfileRecorded;

/// <summary>A speaker of videos.</summary>
/// <param name="Profile">Natural key of the profile: the same as the external id.</param>
/// <param name="ExternalId">How the speaker is known: <c>youtube:channel:UC1:speaker:ann_lee</c>.</param>
/// <param name="DisplayName">Name of the speaker.</param>
[EventName("boost.youtube_speaker_recorded.v1")]
public sealed record YoutubeSpeakerRecorded(
    string Profile, string ExternalId, [property: Personal(nameof(YoutubeSpeakerRecorded.Profile), Prefix = "boost/")] string? DisplayName) : IProfileRecorded;

/// <summary>A profile has a name. Recorded in a stream of the platform and the name, in which profiles without an id on their platform are looked up.</summary>
/// <param name="Profile">Natural key of the profile.</param>
[EventName("boost.profile_named.v1")]
public sealed record ProfileNamed(string Profile) : IEvent;

/// <summary>A profile was forgotten: the key of its addresses and names is destroyed. In the stream of the profile.</summary>
/// <param name="Profile">Natural key of the profile.</param>
/// <param name="Emails">Numbers of its addresses.</param>
[EventName("boost.profile_forgotten.v1")]
public sealed record ProfileForgotten(string Profile, IReadOnlyList<int> Emails) : IForgetting;

/// <summary>Platforms: the part of a profile's natural key before the colon, and the documented type of a profile.</summary>
public static class Platforms
{
    /// <summary>GitHub.</summary>
    public const string Github = "github";

    /// <summary>Slack.</summary>
    public const string Slack = "slack";

    /// <summary>Mailing lists.</summary>
    public const string MailingList = "mailing_list";

    /// <summary>Papers of WG21.</summary>
    public const string Wg21 = "wg21";

    /// <summary>Discord.</summary>
    public const string Discord = "discord";

    /// <summary>Videos of YouTube.</summary>
    public const string Youtube = "youtube";

    /// <summary>The platform of a profile.</summary>
    /// <param name="profile">Natural key of the profile.</param>
    public static string Of(string profile) => profile[..Math.Max(0, profile.IndexOf(':'))];
}
