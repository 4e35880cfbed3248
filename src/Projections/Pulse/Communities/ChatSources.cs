using EventSourced.Contracts.Pulse;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Pulse.Communities;

/// <summary>Chats of a community, each with its own exports.</summary>
public sealed record ChatSources : IReadTable<ChatSources>
{
    /// <summary>The community.</summary>
    public required string CommunityId { get; init; }

    /// <summary>Slug of the source, unique within the community.</summary>
    public required string SourceId { get; init; }

    /// <summary>Name shown to people.</summary>
    public required string Name { get; init; }

    /// <summary>What the chat is about.</summary>
    public required string Description { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Platform of the chat; <c>whatsapp</c>.</summary>
    public required string Platform { get; init; }

    /// <summary>IANA zone of the group, descriptive only: days are as written in the exports.</summary>
    public string? Timezone { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<ChatSources> table)
    {
        table.Key(r => r.CommunityId, r => r.SourceId);

        table.On<ChatSourceCreated>().Row(e => e.CommunityId, e => e.SourceId)
            .Set(r => r.Name, e => e.Name)
            .Set(r => r.Description, e => e.Description)
            .Set(r => r.Platform, e => e.Platform)
            .Set(r => r.Timezone, e => e.Timezone)
            .Set(r => r.CreatedAt, (e, info) => info.RecordedAt)
            .Set(r => r.UpdatedAt, (e, info) => info.RecordedAt);

        table.On<CommunityDeleted>().DeleteWhere(r => r.CommunityId, e => e.CommunityId);
    }
}
