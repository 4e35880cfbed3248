using EventSourced.Api.Access;
using EventSourced.Api.Problems;
using EventSourced.Projections.Pulse.Communities;
using EventSourced.ReadTables.Query;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Pulse;

/// <summary>The chat of a public read.</summary>
/// <param name="CommunityId">The community.</param>
/// <param name="SourceId">The source.</param>
internal sealed record PulseScope(string CommunityId, string SourceId);

/// <summary>Finds the scope of a public read. Missing parameters are taken from the configuration.</summary>
internal sealed class PulseScopes(ReadTableReader tables, PulseOptions options)
{
    public async Task<PulseScope> OfAsync(HttpRequest request)
    {
        var community = await CommunityAsync(request);
        var source = Named(request, "source") ?? options.DefaultSource
            ?? throw new ApiException(400, "scope_missing", $"Pass source=; no default is configured (Pulse:DefaultSource). /pulse/sources.json?community={community} lists all.");
        return await tables.From<ChatSources>().Where(r => r.CommunityId, community).Where(r => r.SourceId, source).FirstAsync(request.HttpContext.RequestAborted) is not null
            ? new PulseScope(community, source)
            : throw new ApiException(404, "source_not_found", $"The community {community} has no source {source}. /pulse/sources.json?community={community} lists all.");
    }

    public async Task<string> CommunityAsync(HttpRequest request)
    {
        var community = Named(request, "community") ?? options.DefaultCommunity
            ?? throw new ApiException(400, "scope_missing", "Pass community=; no default is configured (Pulse:DefaultCommunity). /pulse/communities.json lists all.");
        // For callers other than admins, a private community does not exist.
        return await tables.From<Communities>().Where(r => r.CommunityId, community).FirstAsync(request.HttpContext.RequestAborted) is { } found && (found.IsPublic || request.HttpContext.IsAdmin())
            ? community
            : throw new ApiException(404, "community_not_found", $"There is no community {community}. /pulse/communities.json lists all.");
    }

    private static string? Named(HttpRequest request, string name) => request.Query[name].ToString() is { Length: > 0 } text ? text : null;
}
