using EventSourced.Api.Fastest.Projects;
using EventSourced.Commands.Fastest;
using EventSourced.Contracts.Fastest;
using EventSourced.EventStore;
using EventSourced.Projections.Fastest.Trees;
using EventSourced.ReadTables.Query;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Fastest.Conversations;

/// <summary>Conversations of the caller, with the names of their workspaces and projects, and their messages.</summary>
internal sealed class ConversationReads(ReadTableReader tables, ProjectAccess access, ProjectReads projects, IEventStore store, EventCodec codec)
{
    /// <summary>A conversation of the caller.</summary>
    /// <exception cref="FastestException">There is none.</exception>
    public async Task<ConversationShape> FindAsync(HttpContext context, string id)
    {
        var row = await tables.From<Projections.Fastest.Conversations.Conversations>().Where(r => r.Id, RequestValues.Id(id, "conversation").ToString()).FirstAsync(context.RequestAborted);
        return row is not null && await access.FindWorkspaceAsync(context, row.WorkspaceId) is ({ } workspace, { } project)
            ? ConversationShape.Of(row, workspace, project) : throw FastestException.NotFound($"You have no conversation {id}.");
    }

    /// <summary>The caller's conversations, last changed first.</summary>
    public async Task<IReadOnlyList<ConversationShape>> ListAsync(HttpContext context, int limit, int offset)
    {
        var cancellation = context.RequestAborted;
        List<ConversationShape> found = [];
        foreach (var (workspace, project) in await projects.OwnWorkspacesAsync(context.UserId().ToString(), cancellation))
        {
            var page = await tables.From<Projections.Fastest.Conversations.Conversations>().Where(r => r.WorkspaceId, workspace.Id).OrderByDescending(r => r.UpdatedAt)
                .PageAsync(limit + offset, null, cancellation);
            found.AddRange(page.Rows.Select(row => ConversationShape.Of(row, workspace, project)));
        }
        return [.. found.OrderByDescending(c => c.UpdatedAt, StringComparer.Ordinal).ThenBy(c => c.Id, StringComparer.Ordinal).Skip(offset).Take(limit)];
    }

    /// <summary>Messages of a conversation, oldest first: the last ones, or the last before a number. They are read from the log, which is the only place that has them.</summary>
    public async Task<IReadOnlyList<MessageShape>> MessagesAsync(Guid conversation, int limit, int? before, CancellationToken cancellationToken)
    {
        // Every message and every change of the title takes one version of the stream, so message n is at version n + 1 or later.
        var messages = new Queue<MessageShape>();
        var from = before is { } end ? Math.Max(1, end - limit) : 1;
        await foreach (var recorded in store.ReadStreamAsync(FastestStreams.Conversation(conversation), from, cancellationToken: cancellationToken))
        {
            if (codec.Decode(recorded) is not MessageAdded message) continue;
            if (message.Number >= before) break;
            messages.Enqueue(new(message.Number, message.Role, message.Content, Contracts.IsoTime.Of(recorded.RecordedAt)));
            if (messages.Count > limit) messages.Dequeue();
        }
        return [.. messages];
    }
}

/// <summary>A conversation.</summary>
internal sealed record ConversationShape(
    string Id, string WorkspaceId, string WorkspaceName, string ProjectId, string ProjectName, string? Title, string CreatedAt, string UpdatedAt)
{
    public static ConversationShape Of(Projections.Fastest.Conversations.Conversations row, Workspaces workspace, Projections.Fastest.Projects.Projects project) =>
        new(row.Id, workspace.Id, workspace.Name, project.Id, project.Name, row.Title, row.CreatedAt, row.UpdatedAt);
}

/// <summary>Conversations, last changed first.</summary>
internal sealed record ConversationList(IReadOnlyList<ConversationShape> Conversations);

/// <summary>A conversation.</summary>
internal sealed record ConversationAnswer(ConversationShape Conversation);

/// <summary>A message. Its content is null after its person was forgotten.</summary>
internal sealed record MessageShape(int Number, string Role, string? Content, string CreatedAt);

/// <summary>Messages, oldest first; whether there are earlier ones.</summary>
internal sealed record MessageList(IReadOnlyList<MessageShape> Messages, bool HasMore);

/// <summary>A message that was added.</summary>
internal sealed record MessageAnswer(MessageShape Message, ConversationShape Conversation);
