using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.Infrastructure;

/// <summary>A resource of a project.</summary>
/// <param name="Requested">The last request for it.</param>
/// <param name="Status">Its status.</param>
/// <param name="Recorded">How the provisioning for this request ended; null before.</param>
/// <param name="Position">Log position of its last event.</param>
internal sealed record KnownResource(ResourceRequested Requested, string Status, ResourceStatusRecorded? Recorded, long Position)
{
    public Guid Id => Requested.ResourceId;

    public string Name => Requested.Name;
}

/// <summary>The resources in the stream of a project.</summary>
/// <param name="projectId">The project.</param>
internal sealed class ResourceState(Guid projectId) : StreamState(FastestStreams.Project(projectId))
{
    private readonly OrderedDictionary<Guid, KnownResource> _resources = [];

    public Guid ProjectId { get; } = projectId;

    public ProjectCreated? Created { get; private set; }

    public bool IsDeleted { get; private set; }

    /// <summary>Whether the project exists and the sender may use it.</summary>
    public bool IsOpenTo(Pipeline.CommandContext context) => Created is { } created && !IsDeleted && context.Owns(created.OwnerUserId);

    /// <summary>A resource, or null.</summary>
    public KnownResource? Find(Guid resourceId) => _resources.GetValueOrDefault(resourceId);

    /// <summary>The resource of a kind that was not deleted, or null.</summary>
    public KnownResource? Find(string type, string name) => _resources.Values.FirstOrDefault(r => r.Requested.Type == type && r.Name == name && r.Status != ResourceStatus.Deleted);

    protected override void When(Fact fact)
    {
        switch (fact.Event)
        {
            case ProjectCreated created:
                Created = created;
                break;
            case ResourceRequested requested:
                _resources[requested.ResourceId] = new(requested, ResourceStatus.Provisioning, null, fact.Position);
                break;
            case ResourceStatusRecorded recorded:
                _resources[recorded.ResourceId] = _resources[recorded.ResourceId] with { Status = recorded.Status, Recorded = recorded, Position = fact.Position };
                break;
            case ResourceDeleted deleted:
                _resources[deleted.ResourceId] = _resources[deleted.ResourceId] with { Status = ResourceStatus.Deleted, Position = fact.Position };
                break;
            case ProjectDeleted:
                IsDeleted = true;
                break;
        }
    }
}
