using EventSourced.Commands.Boost.People;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.Contracts.Boost;
using FluentValidation;

namespace EventSourced.Commands.Boost.Identities;

/// <summary>The identities, and the streams that may have a profile.</summary>
internal sealed record RelationContext(IdentityBook Book, ProfileContext Profile);

/// <summary>Decides about identities and proposals.</summary>
internal sealed class IdentityDecider :
    IDecider<IdentityBook, StageIdentity>, IJointDecider<RelationContext, StageRelation>, IDecider<IdentityBook, WithdrawRelation>, IDecider<IdentityBook, MergeIdentity>,
    IDecider<IdentityBook, UnlinkProfile>
{
    public static IdentityBook StreamOf(StageIdentity command) => new();

    public static IdentityBook StreamOf(WithdrawRelation command) => new();

    public static IdentityBook StreamOf(MergeIdentity command) => new();

    public static IdentityBook StreamOf(UnlinkProfile command) => new();

    public static async ValueTask<RelationContext> LoadAsync(IStateSource source, StageRelation command, CancellationToken cancellationToken) =>
        new(await source.LoadAsync(new IdentityBook(), cancellationToken), await ProfileContext.LoadAsync(source, command.Profile, cancellationToken));

    public static Decision Decide(IdentityBook book, StageIdentity command, CommandContext context)
    {
        if (book.IsMerged(command.StagedIdentityId)) return Merged(command.StagedIdentityId);
        var staged = new IdentityStaged(command.StagedIdentityId, command.DisplayName.Trim(), command.Description.Trim());
        return book.Staged(command.StagedIdentityId)?.Staged == staged ? Decision.Nothing : Decision.Of(book, staged);
    }

    public static Decision Decide(RelationContext states, StageRelation command, CommandContext context) =>
        states.Book.Staged(command.StagedIdentityId) is not { } staged ? Missing(states.Book, command.StagedIdentityId)
        : !states.Profile.Has(command.Profile) ? ProfileContext.NotFound(command.Profile)
        : staged.Profiles.Contains(command.Profile) ? Decision.Nothing
        : Decision.Of(states.Book, new IdentityRelationStaged(command.StagedIdentityId, command.Profile));

    public static Decision Decide(IdentityBook book, WithdrawRelation command, CommandContext context) =>
        book.Staged(command.StagedIdentityId) is not { } staged ? Missing(book, command.StagedIdentityId)
        : staged.Profiles.Contains(command.Profile) ? Decision.Of(book, new IdentityRelationWithdrawn(command.StagedIdentityId, command.Profile))
        : Decision.Nothing;

    public static Decision Decide(IdentityBook book, MergeIdentity command, CommandContext context)
    {
        if (book.IsMerged(command.StagedIdentityId)) return Decision.Nothing;
        if (book.Staged(command.StagedIdentityId) is not { } staged) return Missing(book, command.StagedIdentityId);
        if (staged.Profiles.Count == 0) return new Problem(409, "no_profiles", $"The proposal {command.StagedIdentityId} has no profiles. Add them first: POST /api/boost/staged-identities/{command.StagedIdentityId}/profiles.");
        List<Guid> identities = [.. staged.Profiles.Select(book.OfProfile).OfType<Guid>().Distinct().OrderBy(BoostRows.Identity)];
        var (id, name, description) = identities is [var lowest, ..]
            ? (lowest, book.Identity(lowest).DisplayName, book.Identity(lowest).Description)
            : (DerivedId.Of($"boost.identity {command.StagedIdentityId}"), staged.Staged.DisplayName, staged.Staged.Description);
        string[] profiles = [.. staged.Profiles.Concat(identities.SelectMany(book.ProfilesOf)).Distinct().Order(StringComparer.Ordinal)];
        return Decision.Of(book, new IdentityMerged(command.StagedIdentityId, id, name, description, profiles, [.. identities.Skip(1)])).Answer(new { IdentityId = id });
    }

    public static Decision Decide(IdentityBook book, UnlinkProfile command, CommandContext context) =>
        book.OfProfile(command.Profile) is { } identity ? Decision.Of(book, new ProfileUnlinked(command.Profile, identity)) : Decision.Nothing;

    private static Problem Missing(IdentityBook book, Guid id) => book.IsMerged(id)
        ? Merged(id)
        : new(404, "staged_identity_not_found", $"There is no proposal {id}. Create it first: POST /api/boost/staged-identities.");

    private static Problem Merged(Guid id) => new(409, "staged_identity_merged", $"The proposal {id} was accepted. Propose further profiles under a new id.");
}

internal sealed class StageIdentityValidator : AbstractValidator<StageIdentity>
{
    public StageIdentityValidator()
    {
        RuleFor(c => c.StagedIdentityId).NotEmpty();
        RuleFor(c => c.DisplayName).Must(name => !string.IsNullOrWhiteSpace(name)).WithMessage("{PropertyName} must not be empty.").MaximumLength(BoostFields.NameLength);
        RuleFor(c => c.Description).NotNull().MaximumLength(BoostFields.TextLength);
    }
}

internal sealed class StageRelationValidator : AbstractValidator<StageRelation>
{
    public StageRelationValidator() => RuleFor(c => c.Profile).NotEmpty().MaximumLength(BoostFields.ProfileLength);
}
