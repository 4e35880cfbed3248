using System.Globalization;
using System.Text;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.Contracts.Boost;
using FluentValidation;

namespace EventSourced.Commands.Boost.People;

/// <summary>Decides about profiles that have an id on their platform.</summary>
internal sealed class ProfileDecider : IDecider<ProfileState, RecordSlackUser>, IDecider<ProfileState, RecordDiscordProfile>, IDecider<ProfileState, RecordYoutubeSpeaker>
{
    public static ProfileState StreamOf(RecordSlackUser command) => new($"{Platforms.Slack}:{command.SlackUserId}");

    public static ProfileState StreamOf(RecordDiscordProfile command) => new(string.Create(CultureInfo.InvariantCulture, $"{Platforms.Discord}:{command.DiscordUserId}"));

    public static ProfileState StreamOf(RecordYoutubeSpeaker command) => new(ExternalId(command));

    public static Decision Decide(ProfileState state, RecordSlackUser command, CommandContext context)
    {
        var before = state.Recorded as SlackUserRecorded;
        return Record(state, new SlackUserRecorded(
            state.Profile, command.SlackUserId, Filled(command.Username, before?.Username), Filled(command.DisplayName, before?.DisplayName), Filled(command.AvatarUrl, before?.AvatarUrl)), command.Email);
    }

    public static Decision Decide(ProfileState state, RecordDiscordProfile command, CommandContext context)
    {
        var before = state.Recorded as DiscordProfileRecorded;
        var username = Filled(command.Username, before?.Username);
        if (username.Length == 0) return new Problem(422, "username_missing", $"The Discord user {command.DiscordUserId} is not known yet: its first record needs a username.");
        return Record(state, new DiscordProfileRecorded(
            state.Profile, command.DiscordUserId, username, Filled(command.DisplayName, before?.DisplayName ?? username), Filled(command.AvatarUrl, before?.AvatarUrl), command.IsBot), null);
    }

    public static Decision Decide(ProfileState state, RecordYoutubeSpeaker command, CommandContext context) =>
        Record(state, new YoutubeSpeakerRecorded(state.Profile, state.Profile, command.DisplayName.Trim()), null);

    /// <summary>How a speaker is known: by the name within a channel, within a video, or alone.</summary>
    public static string ExternalId(RecordYoutubeSpeaker command)
    {
        var (channel, video, slug) = (command.ChannelId.Trim(), command.VideoId.Trim(), Slug(command.DisplayName));
        return channel.Length > 0 ? $"{Platforms.Youtube}:channel:{channel}:speaker:{slug}"
            : video.Length > 0 ? $"{Platforms.Youtube}:video:{video}:speaker:{slug}"
            : $"{Platforms.Youtube}:name:{slug}";
    }

    /// <summary>A name in small letters, in which signs and blanks are underscores.</summary>
    public static string Slug(string name)
    {
        var slug = new StringBuilder();
        foreach (var rune in name.Trim().ToLowerInvariant().EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune)) slug.Append(rune.ToString());
            else if (slug.Length > 0 && slug[^1] != '_') slug.Append('_');
        }
        return slug.ToString().TrimEnd('_');
    }

    /// <summary>What a record says: the given text, or what is known when it is blank.</summary>
    public static string Filled(string said, string? before) => string.IsNullOrWhiteSpace(said) ? before ?? "" : said.Trim();

    private static Decision Record(ProfileState state, IProfileRecorded recorded, string? email)
    {
        if (state.IsForgotten) return Decision.Nothing.Answer(new { state.Profile, IsForgotten = true });
        List<IEvent> events = recorded.Equals(state.Recorded) ? [] : [recorded];
        if (state.Emails.Add(email) is { } added) events.Add(added);
        return Decision.Of(state, events).Answer(new { state.Profile });
    }
}

internal sealed class RecordSlackUserValidator : AbstractValidator<RecordSlackUser>
{
    public RecordSlackUserValidator()
    {
        RuleFor(c => c.SlackUserId).NotNull().Matches(@"\A(?:[A-Z0-9]{2,40}|-1)\z").WithMessage("{PropertyName} must be the id of a user at Slack, such as U0A1B2C3, or -1.");
        RuleFor(c => c.Username).NotNull().MaximumLength(BoostFields.NameLength);
        RuleFor(c => c.DisplayName).NotNull().MaximumLength(BoostFields.NameLength);
        RuleFor(c => c.AvatarUrl).NotNull().MaximumLength(BoostFields.UrlLength);
        RuleFor(c => c.Email).MaximumLength(BoostFields.EmailLength);
    }
}

internal sealed class RecordDiscordProfileValidator : AbstractValidator<RecordDiscordProfile>
{
    public RecordDiscordProfileValidator()
    {
        RuleFor(c => c.DiscordUserId).GreaterThan(0);
        RuleFor(c => c.Username).NotNull().MaximumLength(BoostFields.NameLength);
        RuleFor(c => c.DisplayName).NotNull().MaximumLength(BoostFields.NameLength);
        RuleFor(c => c.AvatarUrl).NotNull().MaximumLength(BoostFields.UrlLength);
    }
}

internal sealed class RecordYoutubeSpeakerValidator : AbstractValidator<RecordYoutubeSpeaker>
{
    public RecordYoutubeSpeakerValidator()
    {
        RuleFor(c => c.DisplayName).NotNull().Must(name => name is null || ProfileDecider.Slug(name).Length > 0).WithMessage("{PropertyName} must have a letter or a digit.").MaximumLength(BoostFields.NameLength);
        RuleFor(c => c.ChannelId).NotNull().MaximumLength(100);
        RuleFor(c => c.VideoId).NotNull().MaximumLength(100);
    }
}
