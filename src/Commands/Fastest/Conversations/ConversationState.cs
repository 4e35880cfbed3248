using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.Conversations;

/// <summary>What decisions need to know about a conversation. It keeps no text of messages, because states are cached.</summary>
/// <param name="conversationId">The conversation.</param>
internal sealed class ConversationState(Guid conversationId) : StreamState(FastestStreams.Conversation(conversationId))
{
    public Guid ConversationId { get; } = conversationId;

    public ConversationStarted? Started { get; private set; }

    public Guid WorkspaceId { get; private set; }

    public bool HasTitle { get; private set; }

    public int Messages { get; private set; }

    public bool IsDeleted { get; private set; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Whether it exists and the sender may use it.</summary>
    public bool IsOpenTo(Pipeline.CommandContext context) => !IsDeleted && Started is { } started && context.Owns(started.UserId);

    protected override void When(Fact fact)
    {
        UpdatedAt = fact.RecordedAt;
        switch (fact.Event)
        {
            case ConversationStarted started:
                // A title that was forgotten is still one.
                (Started, WorkspaceId, HasTitle) = (started with { Title = null }, started.WorkspaceId, started.HasTitle);
                break;
            case MessageAdded added:
                (Messages, HasTitle) = (added.Number, true);
                break;
            case ConversationEdited edited:
                WorkspaceId = edited.WorkspaceId;
                HasTitle |= edited.HasTitle;
                break;
            case ConversationDeleted:
                IsDeleted = true;
                break;
        }
    }
}
