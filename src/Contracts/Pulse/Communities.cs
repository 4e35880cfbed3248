using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Pulse;

/// <summary>Creates a community.</summary>
/// <param name="CommunityId">Slug <c>[a-z0-9-]{1,64}</c>.</param>
/// <param name="Name">Name shown to people.</param>
/// <param name="Description">Description of the community, in a sentence.</param>
/// <param name="IsPublic">Whether anybody may read its public results; otherwise only an admin.</param>
[Command("pulse.create_community", "POST communities", Scope = nameof(CreateCommunity.CommunityId))]
public sealed record CreateCommunity(string CommunityId, string Name, string Description = "", bool IsPublic = true) : ICommand;

/// <summary>Chooses whether anybody may read the public results of a community, or only an admin.</summary>
/// <param name="CommunityId">The community.</param>
/// <param name="IsPublic">Whether anybody may.</param>
[Command("pulse.set_community_visibility", "POST communities/{community_id}/visibility", Scope = nameof(SetCommunityVisibility.CommunityId))]
public sealed record SetCommunityVisibility(string CommunityId, bool IsPublic) : ICommand;

/// <summary>Deletes a community with all its data, including objects and hash key.</summary>
/// <param name="CommunityId">The community.</param>
[Command("pulse.delete_community", "DELETE communities/{community_id}", Scope = nameof(DeleteCommunity.CommunityId))]
public sealed record DeleteCommunity(string CommunityId) : ICommand;

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

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CommunityCreated))]
[JsonSerializable(typeof(CommunityVisibilityChanged))]
[JsonSerializable(typeof(CommunityDeleted))]
internal sealed partial class PulseCommunitiesJson : JsonSerializerContext;
