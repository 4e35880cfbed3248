using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.Projects;

namespace EventSourced.Commands.Fastest.Atlas;

/// <summary>A project with its Atlas.</summary>
internal sealed record AtlasContext(ProjectState Project, AtlasState Atlas)
{
    /// <summary>The decisions that the Atlas shows.</summary>
    public IReadOnlyList<AtlasDecision> Decisions { get; } = [.. Project.Guidance.Decisions.Select(d => new AtlasDecision(d.Id.ToString(), d.Decision, d.Rationale))];

    public static async ValueTask<AtlasContext> LoadAsync(IStateSource states, Guid projectId, CancellationToken cancellationToken) =>
        new(await states.LoadAsync(new ProjectState(projectId), cancellationToken), await states.LoadAsync(new AtlasState(projectId), cancellationToken));
}
