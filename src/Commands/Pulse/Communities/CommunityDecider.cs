using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.Communities;

/// <summary>Decides over the life of a community.</summary>
internal static class CommunityDecider
{
    public static Decision Decide(CommunityState state, CreateCommunity command) =>
        state.Exists
            ? new Problem(409, "community_exists", $"There is a community \"{command.CommunityId}\" already. Use it, or choose another id.")
            : Decision.Of([
                new CommunityCreated(command.CommunityId, command.Name, command.Description, state.Incarnation + 1),
                .. command.IsPublic ? [] : (CommunityVisibilityChanged[])[new CommunityVisibilityChanged(command.CommunityId, false)]]);

    public static Decision Decide(CommunityState state, SetCommunityVisibility command) =>
        !state.Exists ? Problems.CommunityNotFound(command.CommunityId)
        : state.IsPublic == command.IsPublic ? Decision.Nothing
        : Decision.Of(new CommunityVisibilityChanged(command.CommunityId, command.IsPublic));

    public static Decision Decide(CommunityState state, DeleteCommunity command) =>
        state switch
        {
            { Incarnation: 0 } => Problems.CommunityNotFound(command.CommunityId),
            { Exists: false } => Decision.Nothing,
            _ => Decision.Of(new CommunityDeleted(command.CommunityId)),
        };
}
