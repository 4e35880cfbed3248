using System.Text.Json.Serialization;

namespace EventSourced.Contracts.Fastest;

/// <summary>Starts a conversation about a workspace. Sent by the product routes.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="ConversationId">The conversation, an id of the project's scope.</param>
/// <param name="UserId">The owner.</param>
/// <param name="Title">Its title, or null.</param>
[Command("fastest.start_conversation", Scope = nameof(StartConversation.WorkspaceId), Allow = FastestPermission.Use)]
public sealed record StartConversation(
    [property: ScopedId] Guid WorkspaceId, [property: ScopedId] Guid ConversationId, Guid UserId,
    [property: Personal(nameof(StartConversation.UserId), Prefix = "fastest-user/")] string? Title = null) : ICommand;

/// <summary>Adds a message to a conversation. Sent by the product routes.</summary>
/// <param name="ConversationId">The conversation.</param>
/// <param name="UserId">The owner.</param>
/// <param name="Role"><c>user</c>, <c>assistant</c> or <c>system</c>.</param>
/// <param name="Content">The text.</param>
[Command("fastest.add_message", Scope = nameof(AddMessage.ConversationId), Allow = FastestPermission.Use)]
public sealed record AddMessage(
    [property: ScopedId] Guid ConversationId, Guid UserId, string Role, [property: Personal(nameof(AddMessage.UserId), Prefix = "fastest-user/")] string? Content) : ICommand;

/// <summary>Changes the title of a conversation, or moves it to another workspace of the same project. Sent by the product routes.</summary>
/// <param name="ConversationId">The conversation.</param>
/// <param name="UserId">The owner.</param>
/// <param name="WorkspaceId">The workspace; null to keep it.</param>
/// <param name="Title">The title; null to keep it.</param>
[Command("fastest.edit_conversation", Scope = nameof(EditConversation.ConversationId), Allow = FastestPermission.Use)]
public sealed record EditConversation(
    [property: ScopedId] Guid ConversationId, Guid UserId, Guid? WorkspaceId = null, [property: Personal(nameof(EditConversation.UserId), Prefix = "fastest-user/")] string? Title = null) : ICommand;

/// <summary>Deletes a conversation.</summary>
/// <param name="ConversationId">The conversation.</param>
[Command("fastest.delete_conversation", "DELETE conversations/{conversation_id}", Scope = nameof(DeleteConversation.ConversationId), Allow = FastestPermission.Use)]
public sealed record DeleteConversation([property: ScopedId] Guid ConversationId) : ICommand;

/// <summary>A conversation about a workspace was started.</summary>
/// <param name="ConversationId">The conversation.</param>
/// <param name="WorkspaceId">Its workspace.</param>
/// <param name="ProjectId">The workspace's project.</param>
/// <param name="UserId">The owner.</param>
/// <param name="Title">Its title, or null: then the first message gives it one.</param>
/// <param name="HasTitle">Whether it has a title, also after the title was forgotten.</param>
[EventName("fastest.conversation_started.v1")]
public sealed record ConversationStarted(
    Guid ConversationId, Guid WorkspaceId, Guid ProjectId, Guid UserId, [property: Personal(nameof(ConversationStarted.UserId), Prefix = "fastest-user/")] string? Title,
    bool HasTitle) : IEvent;

/// <summary>Something was said in a conversation.</summary>
/// <param name="ConversationId">The conversation.</param>
/// <param name="Number">Its place in the conversation, from 1.</param>
/// <param name="UserId">Whose conversation it is.</param>
/// <param name="Role"><c>user</c>, <c>assistant</c> or <c>system</c>.</param>
/// <param name="Content">The text.</param>
/// <param name="NewTitle">The title that the message gives to a conversation without one: its first 100 characters; else null.</param>
[EventName("fastest.message_added.v1")]
public sealed record MessageAdded(
    Guid ConversationId, int Number, Guid UserId, string Role,
    [property: Personal(nameof(MessageAdded.UserId), Prefix = "fastest-user/")] string? Content,
    [property: Personal(nameof(MessageAdded.UserId), Prefix = "fastest-user/")] string? NewTitle) : IEvent;

/// <summary>The title or the workspace of a conversation was changed.</summary>
/// <param name="ConversationId">The conversation.</param>
/// <param name="UserId">The owner.</param>
/// <param name="WorkspaceId">Its workspace from now on.</param>
/// <param name="Title">Its new title; null when it keeps its title.</param>
/// <param name="HasTitle">Whether the event has a title, also after the title was forgotten.</param>
[EventName("fastest.conversation_edited.v1")]
public sealed record ConversationEdited(
    Guid ConversationId, Guid UserId, Guid WorkspaceId, [property: Personal(nameof(ConversationEdited.UserId), Prefix = "fastest-user/")] string? Title,
    bool HasTitle) : IEvent;

/// <summary>A conversation was deleted, alone or with its workspace.</summary>
/// <param name="ConversationId">The conversation.</param>
/// <param name="WorkspaceId">Its workspace.</param>
/// <param name="ProjectId">The workspace's project.</param>
[EventName("fastest.conversation_deleted.v1")]
public sealed record ConversationDeleted(Guid ConversationId, Guid WorkspaceId, Guid ProjectId) : IEvent;

/// <summary>A workspace got a conversation. Recorded in the workspace's stream, so that it knows its conversations.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="ConversationId">The conversation.</param>
[EventName("fastest.workspace_conversation_added.v1")]
public sealed record WorkspaceConversationAdded(Guid WorkspaceId, Guid ConversationId) : IEvent;

/// <summary>A conversation was moved to another workspace, or deleted. Recorded in the stream of the former one.</summary>
/// <param name="WorkspaceId">The former workspace.</param>
/// <param name="ConversationId">The conversation.</param>
[EventName("fastest.workspace_conversation_removed.v1")]
public sealed record WorkspaceConversationRemoved(Guid WorkspaceId, Guid ConversationId) : IEvent;

/// <summary>A conversation changed the tree after somebody else had done so, and adopted the other manifest.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="ProjectId">Its project.</param>
/// <param name="ConversationId">The conversation.</param>
/// <param name="ManifestHash">The manifest that it adopted.</param>
[EventName("fastest.workspace_out_of_date.v1")]
public sealed record WorkspaceOutOfDate(Guid WorkspaceId, Guid ProjectId, Guid ConversationId, string ManifestHash) : IEvent;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ConversationStarted))]
[JsonSerializable(typeof(MessageAdded))]
[JsonSerializable(typeof(ConversationEdited))]
[JsonSerializable(typeof(ConversationDeleted))]
[JsonSerializable(typeof(WorkspaceConversationAdded))]
[JsonSerializable(typeof(WorkspaceConversationRemoved))]
[JsonSerializable(typeof(WorkspaceOutOfDate))]
internal sealed partial class FastestConversationsJson : JsonSerializerContext;
