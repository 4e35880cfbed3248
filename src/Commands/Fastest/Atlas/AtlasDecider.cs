using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Fastest;
using FluentValidation;

namespace EventSourced.Commands.Fastest.Atlas;

/// <summary>An index to record.</summary>
/// <param name="Basis">What it was derived from.</param>
/// <param name="Graph">Concepts and edges.</param>
/// <param name="Links">Links of decisions.</param>
/// <param name="ChunkIds">Ids of all its chunks.</param>
/// <param name="NewChunks">The chunks that the former index has not, with their embeddings.</param>
internal sealed record AtlasIndex(AtlasBasis Basis, AtlasGraph Graph, IReadOnlyList<AtlasLink> Links, IReadOnlySet<string> ChunkIds, IReadOnlyList<AtlasChunk> NewChunks);

/// <summary>Decides about the Atlas of a project (specification, 3.7).</summary>
internal sealed class AtlasDecider : IJointDecider<AtlasContext, DrawDiagram>
{
    /// <summary>Most files that become concepts.</summary>
    public const int MaxConcepts = 100_000;

    /// <summary>Why a project cannot be indexed, or null.</summary>
    public static Problem? Fault(AtlasContext states, IndexAtlas command, CommandContext context) =>
        !states.Project.IsOpenTo(context) ? FastestProblems.ProjectNotFound(command.ProjectId) : states.Project.LatestSnapshot is null ? AtlasProblems.NoSnapshot : null;

    /// <summary>The chunks of the former index that a new one takes over without reading their files.</summary>
    public static IReadOnlySet<string> KnownChunks(AtlasState atlas, AtlasBasis basis) => atlas.Basis?.HasChunksOf(basis) == true ? atlas.Chunks : new HashSet<string>();

    /// <summary>Whether a new index would be the former one. The ids of chunks name the texts of files and decisions, and the graph follows from the basis and the decisions.</summary>
    public static bool IsUnchanged(AtlasState atlas, AtlasBasis basis, IReadOnlySet<string> chunkIds) => atlas.Basis == basis && atlas.Chunks.SetEquals(chunkIds);

    /// <summary>Records an index: what it removes, and its pages, in one append.</summary>
    public static Decision Record(AtlasContext states, AtlasIndex index)
    {
        var (project, atlas) = states;
        var (basis, graph) = (index.Basis, index.Graph);
        var indexed = new AtlasIndexed(
            project.ProjectId, basis.SnapshotId, basis.ManifestHash, basis.Version, basis.EmbeddingModel, basis.LanguageModel,
            Removed(atlas.Concepts.Keys, graph.Concepts.Select(c => c.Id)), Removed(atlas.Edges.Select(e => e.Id), graph.Edges.Select(e => e.Id)),
            Removed(atlas.Chunks, index.ChunkIds), Removed(atlas.Links, index.Links.Select(l => l.Id)));
        // A project that is deleted meanwhile must not get rows.
        return Decision.Of(atlas, [indexed, .. AtlasPages.Of(project.ProjectId, index)]).While(project);
    }

    public static ValueTask<AtlasContext> LoadAsync(IStateSource source, DrawDiagram command, CancellationToken cancellationToken) =>
        AtlasContext.LoadAsync(source, command.ProjectId, cancellationToken);

    public static Decision Decide(AtlasContext states, DrawDiagram command, CommandContext context)
    {
        var (project, atlas) = states;
        if (!project.IsOpenTo(context)) return FastestProblems.ProjectNotFound(command.ProjectId);
        if (atlas.Basis is null) return AtlasProblems.NotIndexed;
        AtlasConcept? chosen = null;
        if (command.ConceptId is { } id && !atlas.Concepts.TryGetValue(id, out chosen)) return AtlasProblems.NoConcept(id);
        var diagram = AtlasDiagram.Of(atlas.Concepts, atlas.Edges, chosen);
        return Decision.Of(atlas, new DiagramDrawn(context.CommandId, command.ProjectId, chosen?.Id, diagram.Title, diagram.Nodes, diagram.Edges)).While(project)
            .Answer(new { DiagramId = context.CommandId });
    }

    private static IReadOnlyList<string> Removed(IEnumerable<string> former, IEnumerable<string> now) => [.. former.Except(now, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}

internal sealed class IndexAtlasValidator : AbstractValidator<IndexAtlas>
{
    public IndexAtlasValidator()
    {
        RuleFor(c => c.ProjectId).Id();
        RuleFor(c => c.MaxFiles).InclusiveBetween(20, 1_000);
    }
}

internal sealed class DrawDiagramValidator : AbstractValidator<DrawDiagram>
{
    public DrawDiagramValidator()
    {
        RuleFor(c => c.ProjectId).Id();
        RuleFor(c => c.ConceptId).MaximumLength(FastestFields.PathLength);
    }
}
