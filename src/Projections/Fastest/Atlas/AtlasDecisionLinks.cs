using EventSourced.Contracts.Fastest;
using EventSourced.Projections.Fastest.Guidance;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Fastest.Atlas;

/// <summary>Links from decisions to the concepts that they concern.</summary>
public sealed record AtlasDecisionLinks : IReadTable<AtlasDecisionLinks>
{
    /// <summary>Derived from the project, the decision and the concept.</summary>
    public required string Id { get; init; }

    /// <summary>The project.</summary>
    public required string ProjectId { get; init; }

    /// <summary>The decision.</summary>
    public required string DecisionId { get; init; }

    /// <summary>The concept.</summary>
    public required string ConceptId { get; init; }

    /// <summary>How much of the concept's name the decision has, 50 to 100.</summary>
    public int? Confidence { get; init; }

    /// <summary>Since when every index has it, ISO-8601 UTC.</summary>
    public required string CreatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<AtlasDecisionLinks> table)
    {
        table.Key(r => r.Id);
        table.Area("atlas");
        table.Index("ix_atlas_decision_links_decision", r => r.ProjectId, r => r.DecisionId);
        table.Index("ix_atlas_decision_links_concept", r => r.ProjectId, r => r.ConceptId);
        table.References<Projects.Projects>(r => r.ProjectId).Cascade();
        table.References<ProjectDecisions>(r => r.DecisionId).Along(r => r.ProjectId, d => d.ProjectId).Cascade();
        table.References<AtlasConcepts>(r => r.ProjectId, r => r.ConceptId);

        table.On<AtlasIndexed>().Each(e => e.RemovedLinks).Delete((e, id) => id);

        table.On<AtlasPageIndexed>().Each(e => e.Links).Row((e, link) => link.Id)
            .Copy(r => r.ProjectId, r => r.DecisionId, r => r.ConceptId, r => r.Confidence)
            .SetOnCreate(r => r.CreatedAt, (e, link, info) => Rows.Iso(info.RecordedAt));
    }
}
