using EventSourced.Contracts.Fastest;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Fastest.Conversations;

/// <summary>Conversations about workspaces. The text of their messages is only in the log.</summary>
public sealed record Conversations : IReadTable<Conversations>
{
    /// <summary>The conversation, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>Its workspace.</summary>
    public required string WorkspaceId { get; init; }

    /// <summary>Its title: the given one, or the start of the first message; null before the first message.</summary>
    public string? Title { get; init; }

    /// <summary>When it was started, ISO-8601 UTC.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>When something was last said or changed in it, ISO-8601 UTC.</summary>
    public required string UpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<Conversations> table)
    {
        table.Key(r => r.Id);
        table.Index("ix_conversations_workspace", r => r.WorkspaceId, r => r.UpdatedAt);

        table.On<ConversationStarted>().Row(e => e.ConversationId.ToString())
            .Copy(r => r.WorkspaceId, r => r.Title)
            .Set(r => r.CreatedAt, (e, info) => Rows.Iso(info.RecordedAt))
            .Set(r => r.UpdatedAt, (e, info) => Rows.Iso(info.RecordedAt));

        table.On<MessageAdded>().Existing(e => e.ConversationId.ToString())
            .Change(r => r.Title, (row, e) => e.NewTitle ?? row.Title)
            .Set(r => r.UpdatedAt, (e, info) => Rows.Iso(info.RecordedAt));

        table.On<ConversationEdited>().Existing(e => e.ConversationId.ToString())
            .Set(r => r.WorkspaceId, e => e.WorkspaceId.ToString())
            .Change(r => r.Title, (row, e) => e.Title ?? row.Title)
            .Set(r => r.UpdatedAt, (e, info) => Rows.Iso(info.RecordedAt));

        // Also when the workspace or the project is deleted: each conversation has an event of its own, so that the references to it are known.
        table.On<ConversationDeleted>().Delete(e => e.ConversationId.ToString());
    }
}
