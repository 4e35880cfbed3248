using EventSourced.Api.OpenApi;
using EventSourced.Commands.Fastest.Atlas;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EventSourced.Api.Fastest.Atlas;

/// <summary>The routes of the Atlas, below <c>/v1/projects</c>.</summary>
internal static class AtlasRoutes
{
    private const string Json = "application/json";

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("{id}/atlas", AtlasEndpoints.ShowAsync).Produces<AtlasAnswer>().WithSummary("Concepts by layer, with their edges and the links of decisions.").Fails(404, 503);
        group.MapPost("{id}/atlas/index", AtlasEndpoints.IndexAsync).Takes<IndexRequest>(Json).Produces<AtlasOutcome>()
            .WithSummary("Indexes the latest snapshot. The answer counts what the index has, and the files that it left out.").Fails(400, 404, 422, 502, 503, 504);
        group.MapPost("{id}/atlas/search", AtlasSearchEndpoint.SearchAsync).Takes<SearchRequest>(Json).Produces<SearchAnswer>()
            .WithSummary("Searches concepts by meaning, or by words where there are no embeddings.").Fails(400, 404, 422, 502, 503);
        group.MapGet("{id}/atlas/diagrams", AtlasEndpoints.DiagramsAsync).Produces<DiagramList>().WithSummary("Diagrams of a project, newest first.").Fails(404, 503);
        group.MapPost("{id}/atlas/diagrams", AtlasEndpoints.DrawAsync).Takes<DiagramRequest>(Json).Produces<DiagramAnswer>(201)
            .WithSummary("Draws a concept with its edges, or the first edges of the project.").Fails(400, 404, 422, 503, 504);
    }
}
