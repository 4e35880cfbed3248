using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Pulse;
using FluentValidation;

namespace EventSourced.Commands.Pulse.Communities;

/// <summary>What decisions need to know about a community.</summary>
internal sealed class CommunityState(string communityId) : StreamState(PulseStreams.Community(communityId))
{
    private readonly Dictionary<Guid, long> _deletions = [];

    public string CommunityId { get; } = communityId;

    /// <summary>Whether it lives.</summary>
    public bool Exists { get; private set; }

    /// <summary>Its present life, or its last one; 0 when it never lived.</summary>
    public int Incarnation { get; private set; }

    /// <summary>Position of the event that began this life.</summary>
    public long Since { get; private set; }

    /// <summary>Whether anybody may read its public results.</summary>
    public bool IsPublic { get; private set; }

    public CommunityScope Scope => new(CommunityId, Incarnation);

    /// <summary>The life that it has now, or will have when it is created.</summary>
    public CommunityScope PresentOrNext => new(CommunityId, Exists ? Incarnation : Incarnation + 1);

    /// <summary>Whether something recorded at a position belongs to the present life. Registrations hold the community's stream while they
    /// are written, so those of a former life have lower positions than the creation of the next.</summary>
    public bool Owns(long position) => Exists && position > Since;

    /// <summary>Where a command has recorded a deletion; 0 when it has not.</summary>
    public long DeletedBy(Guid commandId) => _deletions.GetValueOrDefault(commandId);

    protected override void When(Fact fact)
    {
        switch (fact.Event)
        {
            case CommunityCreated created:
                (Exists, Incarnation, Since, IsPublic) = (true, created.Incarnation, fact.Position, true);
                break;
            case CommunityVisibilityChanged changed:
                IsPublic = changed.IsPublic;
                break;
            case CommunityDeleted:
                Exists = false;
                _deletions[fact.CommandId] = fact.Position;
                break;
        }
    }
}

/// <summary>Decides over the life of a community.</summary>
internal sealed class CommunityDecider : IDecider<CommunityState, SetCommunityVisibility>
{
    public static CommunityState StreamOf(SetCommunityVisibility command) => new(command.CommunityId);

    public static Decision Decide(CommunityState state, SetCommunityVisibility command, CommandContext context) =>
        !state.Exists ? PulseProblems.CommunityNotFound(command.CommunityId)
        : Decision.Of(state, state.IsPublic == command.IsPublic ? [] : [new CommunityVisibilityChanged(command.CommunityId, command.IsPublic)])
            .Answer(new { command.CommunityId, command.IsPublic });

    public static Decision Decide(CommunityState state, CreateCommunity command) =>
        state.Exists
            ? new Problem(409, "community_exists", $"There is a community \"{command.CommunityId}\" already. Use it, or choose another id.")
            : Decision.Of(state, [
                new CommunityCreated(command.CommunityId, command.Name, command.Description, state.Incarnation + 1),
                .. command.IsPublic ? [] : (CommunityVisibilityChanged[])[new CommunityVisibilityChanged(command.CommunityId, false)]])
                .Answer(new { command.CommunityId });

    public static Decision Decide(CommunityState state, DeleteCommunity command) =>
        state.Incarnation == 0 ? PulseProblems.CommunityNotFound(command.CommunityId)
        : Decision.Of(state, state.Exists ? [new CommunityDeleted(command.CommunityId)] : []);
}

internal sealed class CreateCommunityValidator : AbstractValidator<CreateCommunity>
{
    public CreateCommunityValidator()
    {
        RuleFor(c => c.CommunityId).NotNull().Slug();
        RuleFor(c => c.Name).Name();
        RuleFor(c => c.Description).Description();
    }
}

internal sealed class SetCommunityVisibilityValidator : AbstractValidator<SetCommunityVisibility>
{
    public SetCommunityVisibilityValidator() => RuleFor(c => c.CommunityId).NotNull().Slug();
}

internal sealed class DeleteCommunityValidator : AbstractValidator<DeleteCommunity>
{
    public DeleteCommunityValidator() => RuleFor(c => c.CommunityId).NotNull().Slug();
}
