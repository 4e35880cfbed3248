using EventSourced.Commands.Pipeline;

namespace EventSourced.Commands.Fastest.Atlas;

/// <summary>Why an index or a diagram is refused.</summary>
internal static class AtlasProblems
{
    public static Problem NoSnapshot { get; } = new(400, "no_snapshot", "The project has no snapshot to index. Push a snapshot first.");

    public static Problem NotIndexed { get; } = FastestProblems.InvalidOperation("The project is not indexed. Send POST /v1/projects/{id}/atlas/index first.");

    public static Problem NoManifest(string hash) => new(404, "not_found", $"The manifest {hash} is not stored. Upload it with PUT /v1/blobs/manifests/{hash}, then index again.");

    public static Problem NoConcept(string id) => new(404, "concept_not_found", $"The Atlas of the project has no concept {id}. GET /v1/projects/{{id}}/atlas lists them.");

    public static Problem TooManyFiles(int files) => new(422, "tree_too_large", $"The tree has {files:N0} files that would become concepts; an Atlas has at most {AtlasDecider.MaxConcepts:N0}. Push a part of the tree as a project of its own.");
}
