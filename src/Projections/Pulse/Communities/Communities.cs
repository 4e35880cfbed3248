using EventSourced.Contracts.Pulse;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Pulse.Communities;

/// <summary>Communities whose chats are digested.</summary>
public sealed record Communities : IReadTable<Communities>
{
    /// <summary>Slug of the community, <c>[a-z0-9-]{1,64}</c>.</summary>
    public required string CommunityId { get; init; }

    /// <summary>Name shown to people.</summary>
    public required string Name { get; init; }

    /// <summary>Description of the community, in a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Whether anybody may read its public results; otherwise only an admin.</summary>
    public required bool IsPublic { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<Communities> table)
    {
        table.Key(r => r.CommunityId);
        table.Timestamps(created: null, updated: r => r.UpdatedAt);

        table.On<CommunityCreated>().Row(e => e.CommunityId)
            .Set(r => r.Name, e => e.Name)
            .Set(r => r.Description, e => e.Description)
            .Set(r => r.IsPublic, _ => true)
            .Set(r => r.CreatedAt, (e, info) => info.RecordedAt);

        table.On<CommunityVisibilityChanged>().Row(e => e.CommunityId)
            .Set(r => r.IsPublic, e => e.IsPublic);

        table.On<CommunityDeleted>().Delete(e => e.CommunityId);
    }
}
