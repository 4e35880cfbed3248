using EventSourced.Commands.Pulse.Communities;
using EventSourced.EventStore;

namespace EventSourced.Commands.Pulse.Exports;

/// <summary>Tells where an upload belongs, before there is a command that says so.</summary>
public static class UploadFolder
{
    /// <summary>The folder of the life that a community has now; of its next life while there is none, for its creation may be waiting in the queue.</summary>
    /// <param name="store">The log. No read table: one that lags would name the folder of a life that is over.</param>
    /// <param name="codec">Reads events.</param>
    /// <param name="communityId">The community.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<string> OfAsync(IEventStore store, EventCodec codec, string communityId, CancellationToken cancellationToken)
    {
        var community = await new PulseLog(store, codec).CommunityAsync(communityId, cancellationToken);
        return (community.Exists ? community.Scope : community.Scope with { Incarnation = community.Incarnation + 1 }).Objects;
    }
}
