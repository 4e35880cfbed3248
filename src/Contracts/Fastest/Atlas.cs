using System.Text.Json.Serialization;

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

/// <summary>
/// The Atlas of a project was indexed. The concepts, edges, links and chunks are in the pages that follow in the same append; all that the former index had and this one has not is
/// named here, so that no reader compares two indexes.
/// </summary>
/// <param name="ProjectId">The project.</param>
/// <param name="SnapshotId">The snapshot.</param>
/// <param name="ManifestHash">Its manifest.</param>
/// <param name="Version">Version of the rules by which concepts and chunks are derived.</param>
/// <param name="EmbeddingModel">The model of the embeddings.</param>
/// <param name="LanguageModel">The model that was asked for capabilities.</param>
/// <param name="RemovedConcepts">Ids of removed concepts, in ascending order like the other lists.</param>
/// <param name="RemovedEdges">Ids of removed edges.</param>
/// <param name="RemovedChunks">Ids of removed chunks; their embeddings go with them.</param>
/// <param name="RemovedLinks">Ids of removed links.</param>
[EventName("fastest.atlas_indexed.v1")]
public sealed record AtlasIndexed(
    Guid ProjectId, string SnapshotId, string ManifestHash, int Version, string EmbeddingModel, string LanguageModel,
    IReadOnlyList<string> RemovedConcepts, IReadOnlyList<string> RemovedEdges, IReadOnlyList<string> RemovedChunks, IReadOnlyList<string> RemovedLinks) : IEvent;

/// <summary>
/// A page of an index. The pages of an index have all its concepts, edges and links, in their order, and the chunks that the former index did not have: the id of a chunk names
/// its text, so the others are unchanged.
/// </summary>
/// <param name="ProjectId">The project.</param>
/// <param name="SnapshotId">The snapshot.</param>
/// <param name="ManifestHash">Its manifest.</param>
/// <param name="EmbeddingModel">The model of the embeddings.</param>
/// <param name="Concepts">Concepts.</param>
/// <param name="Edges">Edges.</param>
/// <param name="Links">Links of decisions.</param>
/// <param name="Chunks">Chunks with their embeddings.</param>
[EventName("fastest.atlas_page_indexed.v1")]
public sealed record AtlasPageIndexed(
    Guid ProjectId, string SnapshotId, string ManifestHash, string EmbeddingModel,
    IReadOnlyList<AtlasConcept> Concepts, IReadOnlyList<AtlasEdge> Edges, IReadOnlyList<AtlasLink> Links, IReadOnlyList<AtlasChunk> Chunks) : IEvent;

/// <summary>A concept of the Atlas.</summary>
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

/// <summary>A link from a decision to a concept that it concerns.</summary>
/// <param name="Id">Derived from the project and the other members.</param>
/// <param name="DecisionId">The decision.</param>
/// <param name="ConceptId">The concept.</param>
/// <param name="Confidence">50 … 100.</param>
public sealed record AtlasLink(string Id, string DecisionId, string ConceptId, int Confidence);

/// <summary>A piece of text that can be searched.</summary>
/// <param name="Id">Derived from the project and the other members.</param>
/// <param name="ConceptId">Its concept; null for that of a decision.</param>
/// <param name="Kind"><c>code</c> or <c>decision</c>.</param>
/// <param name="Content">The text.</param>
/// <param name="FilePath">The file, or null.</param>
/// <param name="SourceHash">SHA-256 of the file, or null.</param>
/// <param name="Vector">The embedding of the text; null before it is embedded.</param>
public sealed record AtlasChunk(string Id, string? ConceptId, string Kind, string Content, string? FilePath, string? SourceHash, IReadOnlyList<float>? Vector = null);

/// <summary>A diagram of the Atlas was drawn.</summary>
/// <param name="DiagramId">The diagram.</param>
/// <param name="ProjectId">The project.</param>
/// <param name="ConceptId">The concept that it shows; null for the project.</param>
/// <param name="Title">Its title.</param>
/// <param name="Nodes">The concepts.</param>
/// <param name="Edges">The edges between them.</param>
[EventName("fastest.diagram_drawn.v1")]
public sealed record DiagramDrawn(Guid DiagramId, Guid ProjectId, string? ConceptId, string Title, IReadOnlyList<AtlasNode> Nodes, IReadOnlyList<AtlasArrow> Edges) : IEvent;

/// <summary>A node of a diagram.</summary>
/// <param name="Id">Its concept.</param>
/// <param name="Label">The concept's name.</param>
/// <param name="Type">Always <c>component</c>.</param>
public sealed record AtlasNode(string Id, string Label, string Type = "component");

/// <summary>An edge of a diagram.</summary>
/// <param name="From">The concept that it starts from.</param>
/// <param name="To">The concept that it leads to.</param>
/// <param name="Label">Shown on it.</param>
/// <param name="Type">Type of the edge.</param>
public sealed record AtlasArrow(string From, string To, string Label, string Type);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AtlasIndexed))]
[JsonSerializable(typeof(AtlasPageIndexed))]
[JsonSerializable(typeof(DiagramDrawn))]
internal sealed partial class FastestAtlasJson : JsonSerializerContext;
