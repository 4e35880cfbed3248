using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.Sources;

/// <summary>Decides over the creation of sources.</summary>
internal static class SourceDecider
{
    public static Decision Decide(CommunityState community, SourceState source, CreateSource command) =>
        !community.Exists ? Problems.CommunityNotFound(command.CommunityId)
        : source.Exists ? new Problem(409, "source_exists", $"Community \"{command.CommunityId}\" has a source \"{command.SourceId}\" already. Use it, or choose another id.")
        : Decision.Of(new ChatSourceCreated(command.CommunityId, command.SourceId, command.Name, command.Description, "whatsapp", command.Timezone));
}
