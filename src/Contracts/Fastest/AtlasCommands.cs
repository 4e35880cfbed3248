namespace EventSourced.Contracts.Fastest;

/// <summary>Indexes the latest snapshot of a project: its concepts, their edges, texts to search with their embeddings, and links of decisions. It replaces the former index.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="MaxFiles">How many files get a text to search, 20 to 1,000. All files become concepts.</param>
[Command("fastest.index_atlas", Scope = nameof(IndexAtlas.ProjectId), Allow = FastestPermission.Use)]
public sealed record IndexAtlas(Guid ProjectId, int MaxFiles = 200) : ICommand;

/// <summary>Draws a diagram of a concept with its edges, or of the first edges of the project.</summary>
/// <param name="ProjectId">The project, which is indexed.</param>
/// <param name="ConceptId">The concept; null for the project.</param>
[Command("fastest.draw_diagram", Scope = nameof(DrawDiagram.ProjectId), Allow = FastestPermission.Use)]
public sealed record DrawDiagram(Guid ProjectId, string? ConceptId = null) : ICommand;
