using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.Contracts.Boost;
using FluentValidation;

namespace EventSourced.Commands.Boost.People;

/// <summary>The profiles that a name and an address may mean.</summary>
/// <param name="Name">The profiles of the name.</param>
/// <param name="Known">Their streams.</param>
/// <param name="New">The stream for a new one.</param>
internal sealed record NamedProfileContext(ProfileNameState Name, IReadOnlyList<ProfileState> Known, ProfileState New)
{
    public static async ValueTask<NamedProfileContext> LoadAsync(IStateSource source, string platform, string displayName, Guid profileId, CancellationToken cancellationToken)
    {
        var name = await source.LoadAsync(new ProfileNameState(platform, displayName), cancellationToken);
        var fresh = await source.LoadAsync(new ProfileState($"{platform}:{profileId}"), cancellationToken);
        List<ProfileState> known = [];
        foreach (var profile in name.Profiles) known.Add(profile == fresh.Profile ? fresh : await source.LoadAsync(new ProfileState(profile), cancellationToken));
        return new(name, known, fresh);
    }
}

/// <summary>
/// Decides about profiles whose platform has no ids: senders of mailing lists and authors of papers are known by name and address together. A record without an
/// address means the profile that has none; a forgotten profile is never matched again.
/// </summary>
internal sealed class NamedProfileDecider : IJointDecider<NamedProfileContext, RecordMailingListProfile>, IJointDecider<NamedProfileContext, RecordPaperAuthor>
{
    public static ValueTask<NamedProfileContext> LoadAsync(IStateSource source, RecordMailingListProfile command, CancellationToken cancellationToken) =>
        NamedProfileContext.LoadAsync(source, Platforms.MailingList, NameOf(command), command.ProfileId, cancellationToken);

    public static ValueTask<NamedProfileContext> LoadAsync(IStateSource source, RecordPaperAuthor command, CancellationToken cancellationToken) =>
        NamedProfileContext.LoadAsync(source, Platforms.Wg21, command.DisplayName.Trim(), command.ProfileId, cancellationToken);

    public static Decision Decide(NamedProfileContext states, RecordMailingListProfile command, CommandContext context) =>
        NameOf(command).Length == 0
            ? new Problem(422, "sender_missing", "The sender has neither a name nor an address. Give one of them.")
            : Record(states, AddressText.Read(command.Email), (profile, _) => new MailingListProfileRecorded(profile, NameOf(command)));

    public static Decision Decide(NamedProfileContext states, RecordPaperAuthor command, CommandContext context) => Record(
        states, AddressText.Read(command.Email),
        (profile, before) => new PaperAuthorRecorded(profile, command.DisplayName.Trim(), ProfileDecider.Filled(command.AuthorAlias, (before as PaperAuthorRecorded)?.AuthorAlias)));

    // A whole address as a name would be in the log for ever.
    private static string NameOf(RecordMailingListProfile command) =>
        ProfileDecider.Filled(command.DisplayName, AddressText.Read(command.Email) is { } address ? address[..address.IndexOf('@')] : "");

    private static Decision Record(NamedProfileContext states, string? address, Func<string, IProfileRecorded?, IProfileRecorded> record)
    {
        var known = states.Known.FirstOrDefault(p => !p.IsForgotten && (address is null ? p.Emails.Numbers.Count == 0 : p.Emails.Has(address)));
        if (known is null && states.New.Recorded is not null)
            return new Problem(409, "profile_exists", $"{states.New.Profile} is another profile. Choose a new profile_id.");
        var state = known ?? states.New;
        var recorded = record(state.Profile, state.Recorded);
        List<IEvent> events = recorded.Equals(state.Recorded) ? [] : [recorded];
        if (state.Emails.Add(address) is { } added) events.Add(added);
        var decision = Decision.Of(state, events);
        return (known is null ? decision.And(states.Name, new ProfileNamed(state.Profile)) : decision).Answer(new { state.Profile });
    }
}

internal sealed class RecordMailingListProfileValidator : AbstractValidator<RecordMailingListProfile>
{
    public RecordMailingListProfileValidator()
    {
        RuleFor(c => c.ProfileId).NotEmpty();
        RuleFor(c => c.DisplayName).NotNull().MaximumLength(BoostFields.NameLength);
        RuleFor(c => c.Email).Address();
    }
}

internal sealed class RecordPaperAuthorValidator : AbstractValidator<RecordPaperAuthor>
{
    public RecordPaperAuthorValidator()
    {
        RuleFor(c => c.ProfileId).NotEmpty();
        RuleFor(c => c.DisplayName).Must(name => !string.IsNullOrWhiteSpace(name)).WithMessage("{PropertyName} must not be empty.").MaximumLength(BoostFields.NameLength);
        RuleFor(c => c.AuthorAlias).NotNull().MaximumLength(BoostFields.NameLength);
        RuleFor(c => c.Email).Address();
    }
}
