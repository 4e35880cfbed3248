using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.Projects;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Fastest;
using FluentValidation;

namespace EventSourced.Commands.Fastest.Guidance;

/// <summary>Decides about next steps and decisions of a project (specification, 2.7 and 2.8).</summary>
internal sealed class GuidanceDecider : IDecider<ProjectState, SetNextStepStatus>, IDecider<ProjectState, RateNextStep>
{
    public static ProjectState StreamOf(SetNextStepStatus command) => new(command.ProjectId);

    public static ProjectState StreamOf(RateNextStep command) => new(command.ProjectId);

    public static Decision Decide(ProjectState state, SetNextStepStatus command, CommandContext context) =>
        Fault(state, command.ProjectId, command.NextStepId, context) ?? (state.Guidance.StatusOf(command.NextStepId) == command.Status ? Decision.Nothing
            : Decision.Of(state, new NextStepStatusSet(command.ProjectId, command.NextStepId, command.Status)));

    public static Decision Decide(ProjectState state, RateNextStep command, CommandContext context) =>
        Fault(state, command.ProjectId, command.NextStepId, context) ?? Decision.Of(state, new NextStepRated(command.ProjectId, command.NextStepId, command.IsHelpful));

    /// <summary>Why next steps cannot be suggested, or null.</summary>
    public static Problem? Fault(ProjectState state, SuggestNextSteps command, CommandContext context) =>
        !state.IsOpenTo(context) ? FastestProblems.ProjectNotFound(command.ProjectId)
        : state.Brief is null ? FastestProblems.Invalid("brief", "The project has no intent and no brief yet: write them with PATCH /v1/projects/{id}/brief.") : null;

    /// <summary>Records suggestions. If all of them are known, there is nothing to record.</summary>
    public static Decision Record(ProjectState state, string model, IEnumerable<Suggestion> suggestions, CommandContext context)
    {
        var steps = NextSteps.Of(suggestions, state.Guidance.RecentTitles, context.CommandId);
        return (steps.Count == 0 ? Decision.Nothing : Decision.Of(state, new NextStepsSuggested(state.ProjectId, model, steps)))
            .Answer(new { NextStepIds = steps.Select(s => s.Id), Model = model });
    }

    /// <summary>Records the decisions that the project does not have yet.</summary>
    public static Decision Record(ProjectState state, string model, IEnumerable<FoundDecision> found, int conversations, CommandContext context)
    {
        var decisions = Extraction.New(found, state.Guidance, context.CommandId);
        return (decisions.Count == 0 ? Decision.Nothing : Decision.Of(state, new DecisionsExtracted(state.ProjectId, model, decisions)))
            .Answer(new { DecisionIds = decisions.Select(d => d.Id), Model = model, Conversations = conversations });
    }

    private static Decision? Fault(ProjectState state, Guid projectId, Guid nextStepId, CommandContext context) =>
        !state.IsOpenTo(context) ? FastestProblems.ProjectNotFound(projectId)
        : state.Guidance.StatusOf(nextStepId) is null ? new Problem(404, "next_step_not_found", $"The project has no next step {nextStepId}. GET /v1/projects/{{id}}/next-steps lists them.")
        : (Decision?)null;
}

internal sealed class SetNextStepStatusValidator : AbstractValidator<SetNextStepStatus>
{
    public SetNextStepStatusValidator()
    {
        RuleFor(c => c.ProjectId).Id();
        RuleFor(c => c.Status).Must(s => NextStepValues.Statuses.Contains(s)).WithMessage($"{{PropertyName}} must be one of: {string.Join(", ", NextStepValues.Statuses)}.");
    }
}

internal sealed class ExtractDecisionsValidator : AbstractValidator<ExtractDecisions>
{
    public ExtractDecisionsValidator()
    {
        RuleFor(c => c.ProjectId).Id();
        RuleFor(c => c.MaxConversations).InclusiveBetween(1, 10);
        RuleFor(c => c.MessagesPerConversation).InclusiveBetween(4, 20);
    }
}
