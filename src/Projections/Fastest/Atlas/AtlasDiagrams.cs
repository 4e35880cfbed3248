using EventSourced.Contracts.Fastest;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Fastest.Atlas;

/// <summary>Diagrams of projects, as they were drawn.</summary>
public sealed record AtlasDiagrams : IReadTable<AtlasDiagrams>
{
    /// <summary>The diagram, a UUID.</summary>
    public required string Id { get; init; }

    /// <summary>The project.</summary>
    public required string ProjectId { get; init; }

    /// <summary>The concept that it shows; null for the project.</summary>
    public string? ConceptId { get; init; }

    /// <summary><c>component</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The diagram, a JSON object: <c>title</c>, <c>nodes</c> and <c>edges</c>.</summary>
    public required Json Data { get; init; }

    /// <summary>When it was drawn, ISO-8601 UTC.</summary>
    public required string CreatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<AtlasDiagrams> table)
    {
        table.Key(r => r.Id);
        table.Area("atlas");
        table.Index("ix_atlas_diagrams_project", r => r.ProjectId, r => r.CreatedAt);
        table.Index("ix_atlas_diagrams_concept", r => r.ProjectId, r => r.ConceptId);
        table.References<Projects.Projects>(r => r.ProjectId).Cascade();

        table.On<DiagramDrawn>().Row(e => e.DiagramId.ToString())
            .Copy(r => r.ProjectId, r => r.ConceptId)
            .Set(r => r.Type, e => "component")
            .Set(r => r.Data, e => Json.Of(new DiagramData(e.Title, e.Nodes, e.Edges)))
            .Set(r => r.CreatedAt, (e, info) => Rows.Iso(info.RecordedAt));
    }
}

/// <summary>The column <c>data</c>.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Nodes">The concepts.</param>
/// <param name="Edges">The edges between them.</param>
public sealed record DiagramData(string Title, IReadOnlyList<AtlasNode> Nodes, IReadOnlyList<AtlasArrow> Edges);
