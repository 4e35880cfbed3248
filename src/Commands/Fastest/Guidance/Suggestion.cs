namespace EventSourced.Commands.Fastest.Guidance;

/// <summary>A next step before it has an id, with values as a model or a rule gave them.</summary>
/// <param name="Title">What to do, or null.</param>
/// <param name="Description">More about it, or null.</param>
/// <param name="Rationale">Why, or null.</param>
/// <param name="Category">The category, or null.</param>
/// <param name="Priority">The priority, or null.</param>
/// <param name="Effort">The effort, or null.</param>
internal sealed record Suggestion(string? Title, string? Description = null, string? Rationale = null, string? Category = null, int? Priority = null, string? Effort = null);

/// <summary>A decision before it has an id, as a model or a rule found it.</summary>
/// <param name="Text">What was decided, or null.</param>
/// <param name="Rationale">Why, or null.</param>
/// <param name="Category">The category, or null.</param>
/// <param name="ConversationId">Where it was made.</param>
internal sealed record FoundDecision(string? Text, string? Rationale, string? Category, Guid? ConversationId);
