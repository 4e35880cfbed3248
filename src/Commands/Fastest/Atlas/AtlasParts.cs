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

/// <summary>A concept of the Atlas (§3.7).</summary>
/// <param name="Id">Unique in its project, and the same for every index of the same tree.</param>
/// <param name="Layer"><c>system</c>, <c>module</c>, <c>code</c>, <c>narrative</c> or <c>capability</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is, or null.</param>
public sealed record AtlasConcept(string Id, string Layer, string Name, string? Description);

/// <summary>An edge between two concepts.</summary>
/// <param name="Id">Derived from the project and the other members.</param>
/// <param name="From">The concept that it starts from.</param>
/// <param name="To">The concept that it leads to.</param>
/// <param name="Type"><c>contains</c>.</param>
public sealed record AtlasEdge(string Id, string From, string To, string Type);

/// <summary>A piece of text that can be searched.</summary>
/// <param name="Id">Derived from the project and the other members.</param>
/// <param name="ConceptId">Its concept; null for that of a decision.</param>
/// <param name="Kind"><c>code</c> or <c>decision</c>.</param>
/// <param name="Content">The text.</param>
/// <param name="FilePath">The file, or null.</param>
/// <param name="SourceHash">SHA-256 of the file, or null.</param>
public sealed record AtlasChunk(string Id, string? ConceptId, string Kind, string Content, string? FilePath, string? SourceHash);

/// <summary>A link from a decision to a concept that it concerns.</summary>
/// <param name="Id">Derived from the project and the other members.</param>
/// <param name="DecisionId">The decision.</param>
/// <param name="ConceptId">The concept.</param>
/// <param name="Confidence">50 … 100.</param>
public sealed record AtlasLink(string Id, string DecisionId, string ConceptId, int Confidence);
