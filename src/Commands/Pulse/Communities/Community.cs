using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Pulse;
using FluentValidation;

namespace EventSourced.Commands.Pulse.Communities;

/// <summary>What decisions need to know about a community. A community that is created again after its deletion has a new incarnation.</summary>
internal sealed class CommunityState(string communityId) : StreamState(PulseStreams.Community(communityId))
{
    private readonly Dictionary<Guid, long> _deletions = [];

    public string CommunityId { get; } = communityId;

    /// <summary>Whether it exists now.</summary>
    public bool Exists { get; private set; }

    /// <summary>The current incarnation, or the last one if it is deleted; 0 if it was never created.</summary>
    public int Incarnation { get; private set; }

    /// <summary>Position of the event that created the current incarnation.</summary>
    public long CreatedAt { get; private set; }

    /// <summary>Whether its public results can be read by anybody.</summary>
    public bool IsPublic { get; private set; }

    public CommunityScope Scope => new(CommunityId, Incarnation);

    /// <summary>The current incarnation, or the one that its next creation will start.</summary>
    public CommunityScope CurrentOrNext => new(CommunityId, Exists ? Incarnation : Incarnation + 1);

    /// <summary>Whether something recorded at a position belongs to the current incarnation. Registrations lock the community's stream while
    /// they are written, so those of an earlier incarnation have lower positions than the creation of the next.</summary>
    public bool Owns(long position) => Exists && position > CreatedAt;

    /// <summary>Position at which a command recorded a deletion; 0 if it did not.</summary>
    public long DeletedBy(Guid commandId) => _deletions.GetValueOrDefault(commandId);

    protected override void When(Fact fact)
    {
        switch (fact.Event)
        {
            case CommunityCreated created:
                (Exists, Incarnation, CreatedAt, IsPublic) = (true, created.Incarnation, fact.Position, true);
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

/// <summary>Decides about the creation, visibility and deletion of communities.</summary>
internal sealed class CommunityDecider : IDecider<CommunityState, SetCommunityVisibility>
{
    public static CommunityState StreamOf(SetCommunityVisibility command) => new(command.CommunityId);

    public static Decision Decide(CommunityState state, SetCommunityVisibility command, CommandContext context) =>
        !state.Exists ? PulseProblems.CommunityNotFound(command.CommunityId)
        : Decision.Of(state, state.IsPublic == command.IsPublic ? [] : [new CommunityVisibilityChanged(command.CommunityId, command.IsPublic)])
            .Answer(new { command.CommunityId, command.IsPublic });

    public static Decision Decide(CommunityState state, CreateCommunity command) =>
        state.Exists
            ? new Problem(409, "community_exists", $"A community \"{command.CommunityId}\" exists already. Use it, or choose another id.")
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
