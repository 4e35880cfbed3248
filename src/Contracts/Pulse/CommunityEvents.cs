namespace EventSourced.Contracts.Pulse;

/// <summary>A community was created.</summary>
/// <param name="CommunityId">Slug <c>[a-z0-9-]{1,64}</c>.</param>
/// <param name="Name">Name shown to people.</param>
/// <param name="Description">Description of the community, in a sentence.</param>
/// <param name="Incarnation">1 for the first community with this id, incremented each time the id is created again after a deletion.
/// It is part of the names of the community's streams, so that a new community never sees the hashes of a deleted one.</param>
[EventName("pulse.community_created.v1")]
public sealed record CommunityCreated(string CommunityId, string Name, string Description, int Incarnation) : IEvent;

/// <summary>An admin chose whether anybody may read the community's public results. By default anybody may.</summary>
/// <param name="CommunityId">The community.</param>
/// <param name="IsPublic">Whether anybody may.</param>
[EventName("pulse.community_visibility_changed.v1")]
public sealed record CommunityVisibilityChanged(string CommunityId, bool IsPublic) : IEvent;

/// <summary>A community was deleted with all its data.</summary>
/// <param name="CommunityId">The deleted community.</param>
[EventName("pulse.community_deleted.v1")]
public sealed record CommunityDeleted(string CommunityId) : IForgetting;
