using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.Guidance;

/// <summary>The last messages of a conversation, for those who read it. It has their texts, so it is never cached.</summary>
/// <param name="conversationId">The conversation.</param>
/// <param name="limit">How many messages are kept.</param>
internal sealed class Talk(Guid conversationId, int limit) : StreamState(FastestStreams.Conversation(conversationId))
{
    private readonly Queue<MessageAdded> _messages = new();

    public Guid ConversationId { get; } = conversationId;

    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>The messages, oldest first; without those that were forgotten.</summary>
    public IEnumerable<MessageAdded> Messages => _messages;

    protected override void When(Fact fact)
    {
        UpdatedAt = fact.RecordedAt;
        if (fact.Event is not MessageAdded { Content: not null } message) return;
        _messages.Enqueue(message);
        if (_messages.Count > limit) _messages.Dequeue();
    }
}
