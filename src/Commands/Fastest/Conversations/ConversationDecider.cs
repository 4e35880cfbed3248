using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.Workspaces;
using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Text;
using EventSourced.Contracts;
using EventSourced.Contracts.Fastest;
using FluentValidation;

namespace EventSourced.Commands.Fastest.Conversations;

/// <summary>A conversation and its workspace.</summary>
internal sealed record ConversationContext(ConversationState Conversation, WorkspaceContext Workspace)
{
    public static async ValueTask<ConversationContext> LoadAsync(IStateSource states, Guid conversationId, CancellationToken cancellationToken)
    {
        var conversation = await states.LoadAsync(new ConversationState(conversationId), cancellationToken);
        return new(conversation, await WorkspaceContext.LoadAsync(states, conversation.WorkspaceId, cancellationToken));
    }

    /// <summary>Whether conversation and workspace exist and the sender may use them.</summary>
    public bool IsOpenTo(CommandContext context) => Conversation.IsOpenTo(context) && Workspace.IsOpenTo(context);
}

/// <summary>A conversation that may move to another workspace.</summary>
internal sealed record EditContext(ConversationContext Conversation, WorkspaceContext? Target);

/// <summary>Decides about conversations (specification, 2.6).</summary>
internal sealed class ConversationDecider :
    IJointDecider<ConversationContext, StartConversation>, IJointDecider<ConversationContext, AddMessage>, IJointDecider<EditContext, EditConversation>,
    IJointDecider<ConversationContext, DeleteConversation>
{
    private const int TitleLength = 100;

    public static async ValueTask<ConversationContext> LoadAsync(IStateSource source, StartConversation command, CancellationToken cancellationToken) => new(
        await source.LoadAsync(new ConversationState(command.ConversationId), cancellationToken), await WorkspaceContext.LoadAsync(source, command.WorkspaceId, cancellationToken));

    public static ValueTask<ConversationContext> LoadAsync(IStateSource source, AddMessage command, CancellationToken cancellationToken) =>
        ConversationContext.LoadAsync(source, command.ConversationId, cancellationToken);

    public static ValueTask<ConversationContext> LoadAsync(IStateSource source, DeleteConversation command, CancellationToken cancellationToken) =>
        ConversationContext.LoadAsync(source, command.ConversationId, cancellationToken);

    public static async ValueTask<EditContext> LoadAsync(IStateSource source, EditConversation command, CancellationToken cancellationToken)
    {
        var conversation = await ConversationContext.LoadAsync(source, command.ConversationId, cancellationToken);
        return new(conversation, command.WorkspaceId is not { } target ? null
            : target == conversation.Conversation.WorkspaceId ? conversation.Workspace : await WorkspaceContext.LoadAsync(source, target, cancellationToken));
    }

    public static Decision Decide(ConversationContext states, StartConversation command, CommandContext context)
    {
        var (conversation, workspace) = states;
        if (!workspace.IsOpenTo(context) || !context.Owns(command.UserId)) return FastestProblems.WorkspaceNotFound(command.WorkspaceId);
        if (conversation.Started is { } before)
            return before.WorkspaceId == command.WorkspaceId && before.UserId == command.UserId && !conversation.IsDeleted ? Decision.Nothing.Answer(new { command.ConversationId })
                : new Problem(409, "conversation_id_taken", $"The id {command.ConversationId} is that of another conversation. Use a new one.");
        return Start(conversation, workspace, command.UserId, FastestFields.Trimmed(command.Title)).Answer(new { command.ConversationId });
    }

    /// <summary>Starts a conversation that does not exist yet.</summary>
    public static Decision Start(ConversationState conversation, WorkspaceContext workspace, Guid userId, string? title)
    {
        var (id, own) = (conversation.ConversationId, workspace.Workspace);
        return Decision.Of(conversation, new ConversationStarted(id, own.WorkspaceId, workspace.Project.ProjectId, userId, title, title is not null))
            .And(own, new WorkspaceConversationAdded(own.WorkspaceId, id)).While(workspace.Project);
    }

    public static Decision Decide(ConversationContext states, AddMessage command, CommandContext context)
    {
        var conversation = states.Conversation;
        if (!states.IsOpenTo(context)) return ConversationNotFound(command.ConversationId);
        var number = conversation.Messages + 1;
        var owner = conversation.Started!.UserId;
        if (command.UserId != owner) return FastestProblems.Invalid("user_id", "The conversation is that of another user.");
        return Decision.Of(conversation, new MessageAdded(conversation.ConversationId, number, owner, command.Role, command.Content, conversation.HasTitle ? null : TitleOf(command.Content!)))
            .While(states.Workspace.Workspace).Answer(new { Number = number });
    }

    public static Decision Decide(EditContext states, EditConversation command, CommandContext context)
    {
        var (conversation, from) = states.Conversation;
        if (!states.Conversation.IsOpenTo(context)) return ConversationNotFound(command.ConversationId);
        var owner = conversation.Started!.UserId;
        if (command.UserId != owner) return FastestProblems.Invalid("user_id", "The conversation is that of another user.");
        if (states.Target is { } given && (!given.IsOpenTo(context) || given.Project.ProjectId != from.Project.ProjectId))
            return FastestProblems.Invalid("workspace_id", $"The project has no workspace {command.WorkspaceId}. A conversation stays in its project.");
        var (target, title) = (states.Target ?? from, FastestFields.Trimmed(command.Title));
        var isMove = target.Workspace.WorkspaceId != conversation.WorkspaceId;
        if (!isMove && title is null) return Decision.Nothing;
        var edited = Decision.Of(conversation, new ConversationEdited(conversation.ConversationId, owner, target.Workspace.WorkspaceId, title, title is not null));
        return !isMove ? edited.While(from.Workspace)
            : edited.And(from.Workspace, new WorkspaceConversationRemoved(conversation.WorkspaceId, conversation.ConversationId))
                .And(target.Workspace, new WorkspaceConversationAdded(target.Workspace.WorkspaceId, conversation.ConversationId));
    }

    // A second deletion has nothing to do, so that a retry after a lost answer succeeds.
    public static Decision Decide(ConversationContext states, DeleteConversation command, CommandContext context)
    {
        var (conversation, workspace) = states;
        if (conversation is { IsDeleted: true, Started: { } gone } && context.Owns(gone.UserId)) return Decision.Nothing;
        if (!states.IsOpenTo(context)) return ConversationNotFound(command.ConversationId);
        return Decision.Of(conversation, new ConversationDeleted(command.ConversationId, conversation.WorkspaceId, workspace.Project.ProjectId))
            .And(workspace.Workspace, new WorkspaceConversationRemoved(conversation.WorkspaceId, command.ConversationId));
    }

    /// <summary>Adds the deletion of all conversations of a workspace that is deleted. Whoever adds a message at the same time is refused, because the workspace or the project has changed.</summary>
    public static Decision Delete(Decision decision, WorkspaceState workspace, Guid projectId) => workspace.Conversations.Aggregate(
        decision, (all, id) => all.AndAtAnyVersion(FastestStreams.Conversation(id), new ConversationDeleted(id, workspace.WorkspaceId, projectId)));

    public static Problem ConversationNotFound(Guid conversationId) => new(404, "conversation_not_found", $"You have no conversation {conversationId}. GET /v1/conversations lists yours.");

    // The first 100 characters and three dots; a surrogate pair is not divided. Line breaks would break lists.
    internal static string TitleOf(string content)
    {
        var line = string.Join(' ', content.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= TitleLength ? line : TextCut.Head(line, TitleLength) + "...";
    }
}

internal sealed class StartConversationValidator : AbstractValidator<StartConversation>
{
    public StartConversationValidator()
    {
        RuleFor(c => c.WorkspaceId).Id();
        RuleFor(c => c.UserId).Id();
        RuleFor(c => c.ConversationId).InScope(c => ScopedId.KeyOf(c.WorkspaceId), "project", "POST /v1/conversations");
        RuleFor(c => c.Title).MaximumLength(FastestFields.NameLength);
    }
}

internal sealed class AddMessageValidator : AbstractValidator<AddMessage>
{
    private static readonly string[] s_roles = ["user", "assistant", "system"];

    public AddMessageValidator()
    {
        RuleFor(c => c.ConversationId).Id();
        RuleFor(c => c.Role).Must(role => s_roles.Contains(role)).WithMessage($"{{PropertyName}} must be one of: {string.Join(", ", s_roles)}.");
        RuleFor(c => c.Content).Must(text => !string.IsNullOrWhiteSpace(text)).WithMessage("{PropertyName} must not be empty.").MaximumLength(FastestFields.MessageLength);
    }
}

internal sealed class EditConversationValidator : AbstractValidator<EditConversation>
{
    public EditConversationValidator()
    {
        RuleFor(c => c.ConversationId).Id();
        RuleFor(c => c.Title).Must(title => title is null || !string.IsNullOrWhiteSpace(title)).WithMessage("{PropertyName} must not be empty; leave it out to keep the title.").MaximumLength(FastestFields.NameLength);
        RuleFor(c => c).Must(c => c.Title is not null || c.WorkspaceId is not null).WithName("title").WithMessage("Give a title, a workspace_id, or both.");
    }
}
