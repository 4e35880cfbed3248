using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Boost;

/// <summary>Records a user of Slack. Empty members do not replace what is known; an address is added.</summary>
/// <param name="SlackUserId">Id of the user at Slack: <c>U0A1B2C3</c>; <c>-1</c> for users whom Slack does not name.</param>
/// <param name="Username">Name of the user (<c>name</c>); may be empty.</param>
/// <param name="DisplayName">Name shown to people (<c>real_name</c>); may be empty.</param>
/// <param name="AvatarUrl">Address of the picture; may be empty.</param>
/// <param name="Email">An address, or null.</param>
[Command("boost.record_slack_user", "POST slack-users", Scope = nameof(RecordSlackUser.SlackUserId))]
public sealed record RecordSlackUser(
    string SlackUserId, string Username = "", string DisplayName = "", string AvatarUrl = "",
    [property: Personal(nameof(RecordSlackUser.SlackUserId), Prefix = "boost/slack:")] string? Email = null) : ICommand;

/// <summary>Records a user of Discord. Empty members do not replace what is known.</summary>
/// <param name="DiscordUserId">Id of the user at Discord.</param>
/// <param name="Username">Name of the user; may be empty if it is known.</param>
/// <param name="DisplayName">Nickname; the name of the user when empty and unknown.</param>
/// <param name="AvatarUrl">Address of the picture; may be empty.</param>
/// <param name="IsBot">Whether it is a program.</param>
[Command("boost.record_discord_profile", "POST discord-profiles", Scope = nameof(RecordDiscordProfile.DiscordUserId))]
public sealed record RecordDiscordProfile(long DiscordUserId, string Username = "", string DisplayName = "", string AvatarUrl = "", bool IsBot = false) : ICommand;

/// <summary>
/// Records a sender of mailing lists, who is known by name and address together: the same name with another address is another profile. The result names the profile.
/// </summary>
/// <param name="ProfileId">Id for the profile if it is new, chosen by the caller.</param>
/// <param name="DisplayName">Name of the sender; the part of the address before the at sign when empty.</param>
/// <param name="Email">The address, also in the forms of archives: <c>ann (a) example.org</c>; null when it is unknown.</param>
[Command("boost.record_mailing_list_profile", "POST mailing-list-profiles", Scope = nameof(RecordMailingListProfile.DisplayName))]
public sealed record RecordMailingListProfile(
    Guid ProfileId, string DisplayName = "", [property: Personal(nameof(RecordMailingListProfile.ProfileId), Prefix = "boost/mailing_list:")] string? Email = null) : ICommand;

/// <summary>
/// Records an author of WG21 papers: the profile of this name that has the address, or that has none when none is given; else a new one. The result names the profile.
/// </summary>
/// <param name="ProfileId">Id for the profile if it is new, chosen by the caller.</param>
/// <param name="DisplayName">Name of the author.</param>
/// <param name="AuthorAlias">Another spelling of the name; may be empty, which does not replace what is known.</param>
/// <param name="Email">The address, or null.</param>
[Command("boost.record_paper_author", "POST paper-authors", Scope = nameof(RecordPaperAuthor.DisplayName))]
public sealed record RecordPaperAuthor(
    Guid ProfileId, string DisplayName, string AuthorAlias = "", [property: Personal(nameof(RecordPaperAuthor.ProfileId), Prefix = "boost/wg21:")] string? Email = null) : ICommand;

/// <summary>Records a speaker of videos, who is known by the name within a channel, within a video, or alone. The result names the profile.</summary>
/// <param name="DisplayName">Name of the speaker.</param>
/// <param name="ChannelId">The channel; may be empty.</param>
/// <param name="VideoId">The video, when the channel is not known; may be empty.</param>
[Command("boost.record_youtube_speaker", "POST youtube-speakers", Scope = nameof(RecordYoutubeSpeaker.DisplayName))]
public sealed record RecordYoutubeSpeaker(string DisplayName, string ChannelId = "", string VideoId = "") : ICommand;

/// <summary>
/// Forgets a person: destroys the key of the addresses of the profile, and empties names and addresses in the tables. What the person did stays, without a name. Names stay in the
/// log, which has them as they were published. Either the profile or the identity is given.
/// </summary>
/// <param name="Profile">The profile: <c>slack:U0A1B2C3</c>.</param>
/// <param name="IdentityId">The identity, whose profiles are all forgotten.</param>
[Command("boost.forget_person", "POST forget", Scope = nameof(ForgetPerson.Profile) + "," + nameof(ForgetPerson.IdentityId))]
public sealed record ForgetPerson(string? Profile = null, Guid? IdentityId = null) : ICommand;

/// <summary>
/// Proposes identities: profiles that share an active address, or have the same name of at least two words on different platforms, are added to one proposal. What a reviewer
/// separated is not proposed again. A schedule does it every day.
/// </summary>
[Command("boost.propose_identities", "POST staged-identities/propose")]
public sealed record ProposeIdentities : ICommand;

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

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SlackUserRecorded))]
[JsonSerializable(typeof(DiscordProfileRecorded))]
[JsonSerializable(typeof(MailingListProfileRecorded))]
[JsonSerializable(typeof(PaperAuthorRecorded))]
[JsonSerializable(typeof(YoutubeSpeakerRecorded))]
[JsonSerializable(typeof(ProfileNamed))]
[JsonSerializable(typeof(ProfileForgotten))]
internal sealed partial class BoostProfilesJson : JsonSerializerContext;
