namespace EventSourced.Contracts.Fastest;

/// <summary>Has next steps suggested by the language model, or by the built-in rules, from the brief of a project.</summary>
/// <param name="ProjectId">The project.</param>
[Command("fastest.suggest_next_steps", Scope = nameof(SuggestNextSteps.ProjectId), Allow = FastestPermission.Use)]
public sealed record SuggestNextSteps(Guid ProjectId) : ICommand;

/// <summary>Records what somebody did about a next step.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="NextStepId">The step.</param>
/// <param name="Status"><c>pending</c>, <c>accepted</c>, <c>completed</c> or <c>dismissed</c>.</param>
[Command("fastest.set_next_step_status", Scope = nameof(SetNextStepStatus.ProjectId), Allow = FastestPermission.Use)]
public sealed record SetNextStepStatus(Guid ProjectId, Guid NextStepId, string Status) : ICommand;

/// <summary>Records whether a next step was helpful. Each call counts.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="NextStepId">The step.</param>
/// <param name="IsHelpful">Whether it was.</param>
[Command("fastest.rate_next_step", Scope = nameof(RateNextStep.ProjectId), Allow = FastestPermission.Use)]
public sealed record RateNextStep(Guid ProjectId, Guid NextStepId, bool IsHelpful) : ICommand;

/// <summary>Has decisions found in the conversations of a project by the language model, or by the built-in rules.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="ConversationId">One conversation; null for the most recent ones.</param>
/// <param name="MaxConversations">How many conversations are read, 1 to 10.</param>
/// <param name="MessagesPerConversation">How many of the last messages of each are read, 4 to 20.</param>
[Command("fastest.extract_decisions", Scope = nameof(ExtractDecisions.ProjectId), Allow = FastestPermission.Use)]
public sealed record ExtractDecisions(Guid ProjectId, Guid? ConversationId = null, int MaxConversations = 4, int MessagesPerConversation = 10) : ICommand;
