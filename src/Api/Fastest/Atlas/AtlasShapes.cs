using EventSourced.Projections.Fastest.Atlas;

namespace EventSourced.Api.Fastest.Atlas;

/// <summary>The Atlas of a project; before the first index, without a snapshot and empty.</summary>
internal sealed record AtlasAnswer(
    string? SnapshotId, IReadOnlyDictionary<string, IReadOnlyList<ConceptShape>> Concepts, IReadOnlyList<EdgeShape> Edges, IReadOnlyList<LinkShape> DecisionLinks);

/// <summary>A concept.</summary>
internal sealed record ConceptShape(string Id, string Layer, string Name, string? Description, string CreatedAt, string UpdatedAt)
{
    public static ConceptShape Of(AtlasConcepts row) => new(row.Id, row.Layer, row.Name, row.Description, row.CreatedAt, row.UpdatedAt);
}

/// <summary>An edge between two concepts.</summary>
internal sealed record EdgeShape(string Id, string FromConceptId, string ToConceptId, string Type)
{
    public static EdgeShape Of(AtlasEdges row) => new(row.Id, row.FromConceptId, row.ToConceptId, row.Type);
}

/// <summary>A link from a decision to a concept.</summary>
internal sealed record LinkShape(string Id, string DecisionId, string ConceptId, int? Confidence)
{
    public static LinkShape Of(AtlasDecisionLinks row) => new(row.Id, row.DecisionId, row.ConceptId, row.Confidence);
}

/// <summary>A diagram.</summary>
internal sealed record DiagramShape(string Id, string ProjectId, string? ConceptId, string Type, DiagramData Data, string CreatedAt)
{
    public static DiagramShape Of(AtlasDiagrams row) => new(row.Id, row.ProjectId, row.ConceptId, row.Type, row.Data.As<DiagramData>()!, row.CreatedAt);
}

/// <summary>Diagrams of a project, newest first.</summary>
internal sealed record DiagramList(IReadOnlyList<DiagramShape> Diagrams);

/// <summary>A diagram that was drawn.</summary>
internal sealed record DiagramAnswer(DiagramShape Diagram);
