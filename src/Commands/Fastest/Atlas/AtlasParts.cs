namespace EventSourced.Commands.Fastest.Atlas;

/// <summary>A decision of a project, as the Atlas sees it.</summary>
/// <param name="Id">The decision.</param>
/// <param name="Text">What was decided.</param>
/// <param name="Rationale">Why, or null.</param>
public sealed record AtlasDecision(string Id, string Text, string? Rationale);

/// <summary>Something the product can do, as a language model found.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is.</param>
public sealed record AtlasCapability(string Name, string? Description);
