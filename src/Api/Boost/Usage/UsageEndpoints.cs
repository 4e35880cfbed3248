using EventSourced.Api.Queries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace EventSourced.Api.Boost.Usage;

/// <summary>Reads of the use of Boost in other repositories.</summary>
internal static class UsageEndpoints
{
    public static void MapBoostUsage(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/boost/usage").WithTags("Boost, usage");
        group.MapGet("/libraries", LibrariesAsync).Takes(BoostParameters.Page).WithSummary("Libraries by name, with the repositories that use them: active usages, the ten with most, and counts by year.");
        group.MapGet("/missing-headers", MissingHeadersAsync).Takes(BoostParameters.Page).WithSummary("Headers that scanned files include and that no library has, most frequent first.");
    }

    private static async Task<Ok<LibraryUsageList>> LibrariesAsync(HttpContext context, UsageReads reads)
    {
        var (limit, cursor) = context.Request.Page();
        return TypedResults.Ok(await reads.LibrariesAsync(limit, cursor, context.RequestAborted));
    }

    private static async Task<Ok<MissingHeaderList>> MissingHeadersAsync(HttpContext context, UsageReads reads)
    {
        var (limit, cursor) = context.Request.Page();
        return TypedResults.Ok(await reads.MissingHeadersAsync(limit, cursor, context.RequestAborted));
    }
}
