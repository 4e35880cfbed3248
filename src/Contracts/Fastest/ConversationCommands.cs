namespace EventSourced.Contracts.Fastest;

/// <summary>Starts a conversation about a workspace. Sent by the product routes.</summary>
/// <param name="WorkspaceId">The workspace.</param>
/// <param name="ConversationId">The conversation, an id of the project's scope.</param>
/// <param name="UserId">Whose it is.</param>
/// <param name="Title">Its title, or null.</param>
[Command("fastest.start_conversation", Scope = nameof(StartConversation.WorkspaceId), Allow = FastestPermission.Use)]
public sealed record StartConversation(
    [property: ScopedId] Guid WorkspaceId, [property: ScopedId] Guid ConversationId, Guid UserId,
    [property: Personal(nameof(StartConversation.UserId), Prefix = "fastest-user/")] string? Title = null) : ICommand;

/// <summary>Adds a message to a conversation. Sent by the product routes.</summary>
/// <param name="ConversationId">The conversation.</param>
/// <param name="UserId">Whose it is.</param>
/// <param name="Role"><c>user</c>, <c>assistant</c> or <c>system</c>.</param>
/// <param name="Content">The text.</param>
[Command("fastest.add_message", Scope = nameof(AddMessage.ConversationId), Allow = FastestPermission.Use)]
public sealed record AddMessage(
    [property: ScopedId] Guid ConversationId, Guid UserId, string Role, [property: Personal(nameof(AddMessage.UserId), Prefix = "fastest-user/")] string? Content) : ICommand;

/// <summary>Changes the title of a conversation, or moves it to another workspace of the same project. Sent by the product routes.</summary>
/// <param name="ConversationId">The conversation.</param>
/// <param name="UserId">Whose it is.</param>
/// <param name="WorkspaceId">The workspace; null to keep it.</param>
/// <param name="Title">The title; null to keep it.</param>
[Command("fastest.edit_conversation", Scope = nameof(EditConversation.ConversationId), Allow = FastestPermission.Use)]
public sealed record EditConversation(
    [property: ScopedId] Guid ConversationId, Guid UserId, Guid? WorkspaceId = null, [property: Personal(nameof(EditConversation.UserId), Prefix = "fastest-user/")] string? Title = null) : ICommand;

/// <summary>Deletes a conversation.</summary>
/// <param name="ConversationId">The conversation.</param>
[Command("fastest.delete_conversation", "DELETE conversations/{conversation_id}", Scope = nameof(DeleteConversation.ConversationId), Allow = FastestPermission.Use)]
public sealed record DeleteConversation([property: ScopedId] Guid ConversationId) : ICommand;
