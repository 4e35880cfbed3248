using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.Conversations;
using EventSourced.Commands.Fastest.Projects;
using EventSourced.Commands.Fastest.Workspaces;
using EventSourced.Commands.Intelligence;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Fastest;
using MediatR;

namespace EventSourced.Commands.Fastest.Guidance;

/// <summary>Reads conversations and asks the model before the decisions are recorded.</summary>
internal sealed class ExtractDecisionsHandler(CommandStates states, StateReader reader, ILanguageModel model) : IRequestHandler<Handle<ExtractDecisions>, CommandResult>
{
    // Of a workspace with very many conversations, those that came last are looked at.
    private const int MaxPerWorkspace = 50;

    public async Task<CommandResult> Handle(Handle<ExtractDecisions> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var project = await states.LoadAsync(new ProjectState(command.ProjectId), cancellationToken);
        var decision = !project.IsOpenTo(context) ? FastestProblems.ProjectNotFound(command.ProjectId) : await ExtractAsync(project, command, context, cancellationToken);
        return await states.CompleteAsync(context, decision, cancellationToken);
    }

    private async Task<Decision> ExtractAsync(ProjectState project, ExtractDecisions command, CommandContext context, CancellationToken cancellationToken)
    {
        var ids = await ConversationsAsync(project, cancellationToken);
        if (command.ConversationId is { } one)
        {
            if (!ids.Contains(one)) return ConversationDecider.ConversationNotFound(one);
            ids = [one];
        }
        var talks = await reader.LoadAllAsync([.. ids.Select(id => new Talk(id, command.MessagesPerConversation))], null, cancellationToken);
        Talk[] read = [.. talks.Where(t => t.Messages.Any()).OrderByDescending(t => t.UpdatedAt).ThenBy(t => t.ConversationId).Take(command.MaxConversations)];
        if (read.Length == 0) return GuidanceDecider.Record(project, model.Name, [], 0, context);
        try
        {
            return GuidanceDecider.Record(project, model.Name, await Extraction.AskAsync(model, read, cancellationToken) ?? Extraction.ByRules(read), read.Length, context);
        }
        catch (ModelServiceException e)
        {
            return FastestProblems.ModelUnavailable(e);
        }
    }

    private async Task<IReadOnlyList<Guid>> ConversationsAsync(ProjectState project, CancellationToken cancellationToken)
    {
        List<Guid> ids = [];
        foreach (var id in project.Workspaces)
        {
            var workspace = await states.LoadAsync(new WorkspaceState(id), cancellationToken);
            ids.AddRange(workspace.Conversations.TakeLast(MaxPerWorkspace));
        }
        return ids;
    }
}
