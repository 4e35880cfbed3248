using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.Projects;
using EventSourced.Commands.Intelligence;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Fastest;
using MediatR;

namespace EventSourced.Commands.Fastest.Guidance;

/// <summary>Asks the model before the suggestions are recorded.</summary>
internal sealed class SuggestNextStepsHandler(CommandStates states, ILanguageModel model) : IRequestHandler<Handle<SuggestNextSteps>, CommandResult>
{
    public async Task<CommandResult> Handle(Handle<SuggestNextSteps> request, CancellationToken cancellationToken)
    {
        var (command, context) = (request.Command, request.Context);
        var project = await states.LoadAsync(new ProjectState(command.ProjectId), cancellationToken);
        var decision = GuidanceDecider.Fault(project, command, context) is { } fault ? fault : await SuggestAsync(project, context, cancellationToken);
        return await states.CompleteAsync(context, decision, cancellationToken);
    }

    private async Task<Decision> SuggestAsync(ProjectState project, CommandContext context, CancellationToken cancellationToken)
    {
        var (brief, recent) = (project.Brief!, project.Guidance.RecentTitles);
        try
        {
            var suggestions = await NextStepModel.AskAsync(model, project.Created!.Name, brief, recent, cancellationToken);
            return GuidanceDecider.Record(project, model.Name, suggestions ?? NextStepRules.Suggest(brief), context);
        }
        catch (ModelServiceException e)
        {
            return FastestProblems.ModelUnavailable(e);
        }
    }
}
