using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.Trees;
using EventSourced.Commands.Intelligence;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Fastest;
using MediatR;

namespace EventSourced.Commands.Fastest.Atlas;

/// <summary>Reads the tree and its files, and asks the models, before the index is recorded. Only new texts are read and embedded.</summary>
internal sealed class IndexAtlasHandler(CommandStates states, StoredManifests manifests, StoredBlobs blobs, ILanguageModel model, IEmbedder embedder)
    : IRequestHandler<Handle<IndexAtlas>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<IndexAtlas> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var loaded = await AtlasContext.LoadAsync(states, command.ProjectId, cancellationToken);
        return await states.CompleteAsync(context, AtlasDecider.Fault(loaded, command, context) ?? await IndexAsync(loaded, command, cancellationToken), cancellationToken);
    }

    private async Task<Decision> IndexAsync(AtlasContext loaded, IndexAtlas command, CancellationToken cancellationToken)
    {
        var (projectId, owner, snapshot) = (command.ProjectId, loaded.Project.Created!.OwnerUserId, loaded.Project.LatestSnapshot!);
        if (await manifests.FindAsync(owner, snapshot.ManifestHash, cancellationToken) is not { } tree) return AtlasProblems.NoManifest(snapshot.ManifestHash);
        if (AtlasGraph.FilesOf(tree).Count() is > AtlasDecider.MaxConcepts and var files) return AtlasProblems.TooManyFiles(files);
        var basis = new AtlasBasis(snapshot.Id, snapshot.ManifestHash, AtlasGraph.Version, embedder.Model, model.Name);
        var known = AtlasDecider.KnownChunks(loaded.Atlas, basis);
        var reading = await new AtlasFiles((hash, limit) => blobs.FindAsync(owner, hash, limit, cancellationToken)).ReadAsync(projectId, tree, command.MaxFiles, known);
        AtlasChunk[] decided = [.. loaded.Decisions.Select(d => AtlasChunks.Of(projectId, d))];
        HashSet<string> ids = [.. reading.Unchanged, .. reading.Read.Select(c => c.Id), .. decided.Select(c => c.Id)];
        if (AtlasDecider.IsUnchanged(loaded.Atlas, basis, ids)) return Decision.Nothing.Answer(Outcome(loaded.Atlas));
        try
        {
            var graph = AtlasGraph.Of(projectId, tree, loaded.Decisions, await AtlasCapabilities.AskAsync(model, tree, loaded.Decisions, cancellationToken));
            var chunks = await AtlasEmbeddings.EmbedAsync(embedder, [.. reading.Read, .. decided.Where(c => !known.Contains(c.Id))], cancellationToken);
            var links = AtlasLinks.Of(projectId, graph, loaded.Decisions);
            return AtlasDecider.Record(loaded, new(basis, graph, links, ids, chunks))
                .Answer(new AtlasOutcome(snapshot.Id, true, graph.Concepts.Count, graph.Edges.Count, links.Count, ids.Count, ids.Count, reading.Read.Count, reading.Unchanged.Count, reading.Skipped));
        }
        catch (ModelServiceException e)
        {
            return FastestProblems.ModelUnavailable(e);
        }

        AtlasOutcome Outcome(AtlasState former) => new(
            snapshot.Id, false, former.Concepts.Count, former.Edges.Count, former.Links.Count, ids.Count, ids.Count, reading.Read.Count, reading.Unchanged.Count, reading.Skipped);
    }
}
