using System.Text.Json.Serialization;

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

/// <summary>Next steps of a project were suggested. Each is recorded as it was checked, so that nothing needs the model again.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="Model">The model that suggested them.</param>
/// <param name="Steps">The suggestions.</param>
[EventName("fastest.next_steps_suggested.v1")]
public sealed record NextStepsSuggested(Guid ProjectId, string Model, IReadOnlyList<NextStep> Steps) : IEvent;

/// <summary>A suggested next step.</summary>
/// <param name="Id">The step.</param>
/// <param name="Title">What to do, up to 140 characters.</param>
/// <param name="Description">More about it, up to 1,000 characters, or null.</param>
/// <param name="Rationale">Why, up to 1,000 characters, or null.</param>
/// <param name="Category">One of the categories.</param>
/// <param name="Priority">1 (first) to 3.</param>
/// <param name="Effort"><c>small</c>, <c>medium</c>, <c>large</c>, or null.</param>
public sealed record NextStep(Guid Id, string Title, string? Description, string? Rationale, string Category, int Priority, string? Effort);

/// <summary>Somebody acted on a next step.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="NextStepId">The step.</param>
/// <param name="Status"><c>pending</c>, <c>accepted</c>, <c>completed</c> or <c>dismissed</c>.</param>
[EventName("fastest.next_step_status_set.v1")]
public sealed record NextStepStatusSet(Guid ProjectId, Guid NextStepId, string Status) : IEvent;

/// <summary>Somebody found a next step helpful, or not.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="NextStepId">The step.</param>
/// <param name="IsHelpful">Whether it was helpful.</param>
[EventName("fastest.next_step_rated.v1")]
public sealed record NextStepRated(Guid ProjectId, Guid NextStepId, bool IsHelpful) : IEvent;

/// <summary>Decisions were found in conversations of a project.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="Model">The model that found them.</param>
/// <param name="Decisions">Those that the project did not have.</param>
[EventName("fastest.decisions_extracted.v1")]
public sealed record DecisionsExtracted(Guid ProjectId, string Model, IReadOnlyList<ProjectDecision> Decisions) : IEvent;

/// <summary>A decision about a project.</summary>
/// <param name="Id">The decision.</param>
/// <param name="ConversationId">The conversation that it was made in, or null.</param>
/// <param name="Decision">What was decided, up to 240 characters.</param>
/// <param name="Rationale">Why, up to 1,000 characters, or null.</param>
/// <param name="Category">One of the categories, or null.</param>
public sealed record ProjectDecision(Guid Id, Guid? ConversationId, string Decision, string? Rationale, string? Category);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NextStepsSuggested))]
[JsonSerializable(typeof(NextStepStatusSet))]
[JsonSerializable(typeof(NextStepRated))]
[JsonSerializable(typeof(DecisionsExtracted))]
internal sealed partial class FastestGuidanceJson : JsonSerializerContext;
