using System.Text.Json;
using EventSourced.Api.Commands;
using EventSourced.Api.Fastest.Projects;
using EventSourced.Commands.Fastest.Atlas;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Fastest;
using EventSourced.Projections.Fastest.Atlas;
using EventSourced.ReadTables.Query;
using Microsoft.AspNetCore.Http;
using Tables = EventSourced.Projections.Fastest.Atlas;

namespace EventSourced.Api.Fastest.Atlas;

/// <summary>The Atlas of a project (specification, 3.7 and 4).</summary>
internal static class AtlasEndpoints
{
    private static readonly string[] s_layers = ["system", "module", "code", "narrative", "capability"];

    public static async Task<IResult> IndexAsync(string id, HttpContext context, CommandRuns runs)
    {
        var body = await CommandBody.ReadBodyAsync<IndexRequest>(context);
        var run = await runs.RunAsync(context, RequestId.Of(context), new IndexAtlas(RequestValues.Id(id, "project"), body.MaxFiles));
        await runs.ReachAsync<AtlasConcepts>(run, context);
        await runs.ReachAsync<AtlasEdges>(run, context);
        await runs.ReachAsync<Tables.AtlasChunks>(run, context);
        await runs.ReachAsync<Tables.AtlasEmbeddings>(run, context);
        await runs.ReachAsync<AtlasDecisionLinks>(run, context);
        return Results.Ok(run.Result.Deserialize<AtlasOutcome>(OutcomeJson.Options));
    }

    public static async Task<IResult> ShowAsync(string id, HttpContext context, ProjectAccess access, ReadTableReader tables)
    {
        var (project, stop) = ((await access.ProjectAsync(context, id)).Id, context.RequestAborted);
        var concepts = await tables.From<AtlasConcepts>().Where(r => r.ProjectId, project).AllAsync(stop);
        var edges = await tables.From<AtlasEdges>().Where(r => r.ProjectId, project).OrderBy(r => r.FromConceptId).AllAsync(stop);
        var links = await tables.From<AtlasDecisionLinks>().Where(r => r.ProjectId, project).OrderBy(r => r.DecisionId).AllAsync(stop);
        var byLayer = concepts.Select(ConceptShape.Of).ToLookup(c => c.Layer);
        return Results.Ok(new AtlasAnswer(
            concepts.FirstOrDefault()?.SourceSnapshotId, s_layers.ToDictionary(layer => layer, layer => (IReadOnlyList<ConceptShape>)[.. byLayer[layer]]),
            [.. edges.Select(EdgeShape.Of)], [.. links.Select(LinkShape.Of)]));
    }

    public static async Task<IResult> DiagramsAsync(string id, HttpContext context, ProjectAccess access, ReadTableReader tables)
    {
        var project = (await access.ProjectAsync(context, id)).Id;
        var rows = await tables.From<AtlasDiagrams>().Where(r => r.ProjectId, project).OrderByDescending(r => r.CreatedAt).AllAsync(context.RequestAborted);
        return Results.Ok(new DiagramList([.. rows.Select(DiagramShape.Of)]));
    }

    public static async Task<IResult> DrawAsync(string id, HttpContext context, CommandRuns runs, ReadTableReader tables)
    {
        var body = await CommandBody.ReadBodyAsync<DiagramRequest>(context);
        var run = await runs.RunAsync(context, RequestId.Of(context), new DrawDiagram(RequestValues.Id(id, "project"), body.ConceptId));
        await runs.ReachAsync<AtlasDiagrams>(run, context);
        var diagram = run.Result.GetProperty("diagram_id").GetString()!;
        return await tables.From<AtlasDiagrams>().Where(r => r.Id, diagram).FirstAsync(context.RequestAborted) is { } row
            ? Results.Json(new DiagramAnswer(DiagramShape.Of(row)), statusCode: StatusCodes.Status201Created)
            : throw FastestException.NotFound($"The diagram {diagram} was removed with its project.");
    }
}

/// <summary>How many files get a text to search, 20 to 1,000.</summary>
internal sealed record IndexRequest(int MaxFiles = 200);

/// <summary>The concept to draw; null for the project.</summary>
internal sealed record DiagramRequest(string? ConceptId = null);
