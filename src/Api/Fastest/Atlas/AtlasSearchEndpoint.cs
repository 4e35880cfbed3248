using EventSourced.Api.Commands;
using EventSourced.Api.Fastest.Projects;
using EventSourced.Commands.Fastest.Atlas;
using EventSourced.Commands.Fastest.Trees;
using EventSourced.Commands.Intelligence;
using EventSourced.Contracts.Fastest;
using EventSourced.Projections.Fastest.Atlas;
using EventSourced.Projections.Fastest.Trees;
using EventSourced.ReadTables.Query;
using Microsoft.AspNetCore.Http;
using Tables = EventSourced.Projections.Fastest.Atlas;

namespace EventSourced.Api.Fastest.Atlas;

/// <summary>
/// The search in the Atlas of a project (specification, 3.7). Vectors are compared in memory: a project has at most some thousand. Before the first index the concepts are derived
/// from the latest snapshot and found by their words.
/// </summary>
internal static class AtlasSearchEndpoint
{
    private const int MaxQuery = 1_000;

    public static async Task<IResult> SearchAsync(string id, HttpContext context, ProjectAccess access, ReadTableReader tables, StoredManifests manifests, IEmbedder embedder)
    {
        var body = await CommandBody.ReadBodyAsync<SearchRequest>(context);
        var (project, stop) = (await access.ProjectAsync(context, id), context.RequestAborted);
        if (string.IsNullOrWhiteSpace(body.Query) || body.Query.Length > MaxQuery) throw FastestException.Invalid($"query must be a text of 1 to {MaxQuery:N0} characters.");
        if (body.Limit is < 1 or > AtlasSearch.MaxLimit) throw FastestException.Invalid($"limit is {body.Limit}: use a whole number from 1 to {AtlasSearch.MaxLimit}.");
        var rows = await tables.From<AtlasConcepts>().Where(r => r.ProjectId, project.Id).AllAsync(stop);
        if (rows.Count == 0) return Answer(AtlasSearch.Find(body.Query, null, await DeriveAsync(project, tables, manifests, context), [], body.Limit), isIndexed: false);
        AtlasConcept[] concepts = [.. rows.Select(r => new AtlasConcept(r.Id, r.Layer, r.Name, r.Description))];
        var embeddings = await EmbeddingsAsync(project.Id, embedder.Model, tables, stop);
        // Without stored vectors there is nothing to compare with, and a call of the model may cost money.
        ReadOnlyMemory<float>? vector = embeddings.Count == 0 ? null : (await embedder.EmbedAsync([body.Query], stop))[0];
        return Answer(AtlasSearch.Find(body.Query, vector, concepts, embeddings, body.Limit), isIndexed: true);
    }

    private static IResult Answer(IReadOnlyList<AtlasHit> hits, bool isIndexed) =>
        Results.Ok(new SearchAnswer([.. hits.Select(h => new HitShape(h.Concept.Id, h.Concept.Layer, h.Concept.Name, h.Concept.Description, h.Score))], isIndexed));

    private static async Task<IReadOnlyList<AtlasConcept>> DeriveAsync(Projections.Fastest.Projects.Projects project, ReadTableReader tables, StoredManifests manifests, HttpContext context)
    {
        var query = tables.From<Snapshots>();
        query = project.LastSnapshotId is { } last ? query.Where(r => r.Id, last) : query.Where(r => r.ProjectId, project.Id).OrderByDescending(r => r.CreatedAt);
        if (await query.FirstAsync(context.RequestAborted) is not { } snapshot) throw new FastestException(400, "NO_SNAPSHOT", "The project has no snapshot to search. Push a snapshot first.");
        return await manifests.FindAsync(context.UserId(), snapshot.ManifestHash, context.RequestAborted) is { } tree
            ? AtlasGraph.Of(Guid.Parse(project.Id), tree, [], []).Concepts
            : throw FastestException.NotFound($"The manifest {snapshot.ManifestHash} is not stored. Upload it with PUT /v1/blobs/manifests/{snapshot.ManifestHash}.");
    }

    private static async Task<IReadOnlyList<(string ConceptId, ReadOnlyMemory<float> Vector)>> EmbeddingsAsync(string project, string model, ReadTableReader tables, CancellationToken cancellationToken)
    {
        var embeddings = await tables.From<Tables.AtlasEmbeddings>().Where(r => r.ProjectId, project).Where(r => r.Model, model).Only(r => r.ChunkId, r => r.Vector).AllAsync(cancellationToken);
        var concepts = (await tables.From<Tables.AtlasChunks>().Where(r => r.ProjectId, project).Where(r => r.Kind, "code").Only(r => r.Id, r => r.ConceptId).AllAsync(cancellationToken))
            .ToDictionary(c => c.Id, c => c.ConceptId!);
        // The two tables may have different positions for a moment.
        return [.. embeddings.Where(e => concepts.ContainsKey(e.ChunkId)).Select(e => (concepts[e.ChunkId], (ReadOnlyMemory<float>)e.Vector.As<float[]>()))];
    }
}

/// <summary>What to search for; at most 20 results.</summary>
internal sealed record SearchRequest(string? Query = null, int Limit = AtlasSearch.DefaultLimit);

/// <summary>A concept that was found, with the cosine of its nearest text, or the number of words of the query that it has.</summary>
internal sealed record HitShape(string Id, string Layer, string Name, string? Description, double Score);

/// <summary>Concepts that were found, best first; whether the project is indexed, or the concepts were derived for this search.</summary>
internal sealed record SearchAnswer(IReadOnlyList<HitShape> Results, bool Indexed);
