using EventSourced.Api.Commands;
using EventSourced.Api.Fastest.Projects;
using EventSourced.Commands.Fastest;
using EventSourced.Contracts.Fastest;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Fastest.Conversations;

/// <summary>Conversations about workspaces (specification, 2.6 and 4).</summary>
internal static class ConversationEndpoints
{
    public const string Before = "before", Offset = "offset";
    private const int MaxOffset = 900;

    public static async Task<IResult> ListAsync(HttpContext context, ConversationReads reads) =>
        Results.Ok(new ConversationList(await reads.ListAsync(context, RequestValues.Limit(context.Request, 20, 100), RequestValues.Number(context.Request, Offset, 0, MaxOffset) ?? 0)));

    public static async Task<IResult> ShowAsync(string id, HttpContext context, ConversationReads reads) => Results.Ok(new ConversationAnswer(await reads.FindAsync(context, id)));

    public static async Task<IResult> StartAsync(HttpContext context, CommandRuns runs, ProjectAccess access, ConversationReads reads)
    {
        var body = await CommandBody.ReadBodyAsync<ConversationRequest>(context);
        if (body.WorkspaceId is not { } workspace) throw FastestException.Invalid("workspace_id is missing.");
        var (_, project) = await access.WorkspaceAsync(context, workspace.ToString());
        var command = RequestId.Of(context);
        var id = FastestStreams.NewConversation(Guid.Parse(project.Id), command);
        await ReachAsync(runs, await runs.RunAsync(context, command, new StartConversation(workspace, id, context.UserId(), body.Title)), context);
        return Results.Created($"/v1/conversations/{id}", new ConversationAnswer(await reads.FindAsync(context, id.ToString())));
    }

    public static async Task<IResult> EditAsync(string id, HttpContext context, CommandRuns runs, ConversationReads reads)
    {
        var body = await CommandBody.ReadBodyAsync<ConversationEdit>(context);
        await ReachAsync(runs, await runs.RunAsync(context, RequestId.Of(context), new EditConversation(RequestValues.Id(id, "conversation"), context.UserId(), body.WorkspaceId, body.Title)), context);
        return Results.Ok(new ConversationAnswer(await reads.FindAsync(context, id)));
    }

    public static async Task<IResult> MessagesAsync(string id, HttpContext context, ConversationReads reads)
    {
        var conversation = await reads.FindAsync(context, id);
        var limit = RequestValues.Limit(context.Request, 50, 200);
        var messages = await reads.MessagesAsync(Guid.Parse(conversation.Id), limit, RequestValues.Number(context.Request, Before, 1, int.MaxValue), context.RequestAborted);
        return Results.Ok(new MessageList(messages, messages.Count > 0 && messages[0].Number > 1));
    }

    public static async Task<IResult> AddMessageAsync(string id, HttpContext context, CommandRuns runs, ConversationReads reads)
    {
        var body = await CommandBody.ReadBodyAsync<MessageRequest>(context);
        var conversation = RequestValues.Id(id, "conversation");
        var run = await runs.RunAsync(context, RequestId.Of(context), new AddMessage(conversation, context.UserId(), body.Role ?? "user", body.Content));
        await ReachAsync(runs, run, context);
        var number = run.Result.GetProperty("number").GetInt32();
        var message = (await reads.MessagesAsync(conversation, 1, number + 1, context.RequestAborted)).Single();
        return Results.Created($"/v1/conversations/{id}/messages", new MessageAnswer(message, await reads.FindAsync(context, id)));
    }

    private static Task ReachAsync(CommandRuns runs, CommandRun run, HttpContext context) => runs.ReachAsync<Projections.Fastest.Conversations.Conversations>(run, context);
}

/// <summary>A conversation to start.</summary>
internal sealed record ConversationRequest(Guid? WorkspaceId = null, string? Title = null);

/// <summary>What changes of a conversation.</summary>
internal sealed record ConversationEdit(string? Title = null, Guid? WorkspaceId = null);

/// <summary>A message to add; <c>role</c> is <c>user</c> by default.</summary>
internal sealed record MessageRequest(string? Role = null, string? Content = null);
