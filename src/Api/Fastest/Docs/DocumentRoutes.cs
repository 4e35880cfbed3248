using EventSourced.Api.OpenApi;
using EventSourced.Api.Queries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EventSourced.Api.Fastest.Docs;

/// <summary>The routes of documents, below <c>/v1/projects</c>.</summary>
internal static class DocumentRoutes
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("{id}/docs", DocumentEndpoints.ListAsync).Produces<DocumentList>().WithSummary("Documents in the current trees of the workspaces, main first.").Fails(404, 503);
        group.MapGet("{id}/docs/content", DocumentEndpoints.ContentAsync).Produces<DocumentAnswer>()
            .Takes(
                new QueryParameter(DocumentEndpoints.Workspace, "The workspace.", Format: "uuid", Required: true),
                new QueryParameter(DocumentEndpoints.Path, "Path of the document.", Required: true))
            .WithSummary("The text of a document.").Fails(404, 413, 422, 503);
    }
}
