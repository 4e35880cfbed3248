using EventSourced.Api.Commands;
using EventSourced.Contracts.Pulse;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EventSourced.Api.Pulse;

/// <summary>The commands of Pulse.</summary>
internal static class PulseCommandEndpoints
{
    public static void MapPulseCommands(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/pulse").WithTags("Pulse");
        group.MapCommand<CreateCommunity>("POST", "communities", "Creates a community.");
        group.MapCommand<SetCommunityVisibility>("POST", "communities/{community_id}/visibility", "Chooses whether anybody may read the public results of a community, or only an admin.");
        group.MapCommand<DeleteCommunity>("DELETE", "communities/{community_id}", "Deletes a community with everything that belongs to it.");
        group.MapCommand<CreateSource>("POST", "sources", "Creates a chat source of a community.");
        group.MapCommand<AssignSource>("POST", "exports/{export_id}/source", "Assigns a source to an export that has none, and queues it.");
        group.MapCommand<ReplayExport>("POST", "exports/{export_id}/replay", "Runs an export once more from its raw object.");
        group.MapCommand<DeleteExport>("DELETE", "exports/{export_id}", "Deletes an export and its raw object; digests stay.");
        group.MapCommand<Clear>("POST", "clear", "Clears the digests of a range of days, and the weeks that it touches.");
        group.MapCommand<RegenerateWeekly>("POST", "weeks/regenerate", "Computes weeks anew from the digests.");
    }
}
