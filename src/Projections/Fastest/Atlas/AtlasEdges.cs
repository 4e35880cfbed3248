using EventSourced.Contracts.Fastest;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Fastest.Atlas;

/// <summary>Edges between the concepts of a project.</summary>
public sealed record AtlasEdges : IReadTable<AtlasEdges>
{
    /// <summary>Derived from the project, the concepts and the type.</summary>
    public required string Id { get; init; }

    /// <summary>The project.</summary>
    public required string ProjectId { get; init; }

    /// <summary>The concept that it starts from.</summary>
    public required string FromConceptId { get; init; }

    /// <summary>The concept that it leads to.</summary>
    public required string ToConceptId { get; init; }

    /// <summary><c>contains</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Reserved; null.</summary>
    public int? Weight { get; init; }

    /// <summary>Since when every index has it, ISO-8601 UTC.</summary>
    public required string CreatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<AtlasEdges> table)
    {
        table.Key(r => r.Id);
        table.Area("atlas");
        table.Index("ix_atlas_edges_from", r => r.ProjectId, r => r.FromConceptId);
        table.Index("ix_atlas_edges_to", r => r.ProjectId, r => r.ToConceptId);
        table.Index("ix_atlas_edges_type", r => r.ProjectId, r => r.Type);
        table.References<Projects.Projects>(r => r.ProjectId).Cascade();
        table.References<AtlasConcepts>(r => r.ProjectId, r => r.FromConceptId);
        table.References<AtlasConcepts>(r => r.ProjectId, r => r.ToConceptId);

        table.On<AtlasIndexed>().Each(e => e.RemovedEdges).Delete((e, id) => id);

        table.On<AtlasPageIndexed>().Each(e => e.Edges).Row((e, edge) => edge.Id)
            .Copy(r => r.ProjectId, r => r.Type)
            .Set(r => r.FromConceptId, (e, edge) => edge.From)
            .Set(r => r.ToConceptId, (e, edge) => edge.To)
            .Set(r => r.Weight, (e, edge) => null)
            .SetOnCreate(r => r.CreatedAt, (e, edge, info) => Rows.Iso(info.RecordedAt));
    }
}
