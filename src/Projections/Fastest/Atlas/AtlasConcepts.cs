using EventSourced.Contracts.Fastest;
using EventSourced.Projections.Fastest.Trees;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Fastest.Atlas;

/// <summary>Concepts of projects: their areas, modules and files, their decisions, and what they can do (specification, 3.7).</summary>
public sealed record AtlasConcepts : IReadTable<AtlasConcepts>
{
    /// <summary>The project.</summary>
    public required string ProjectId { get; init; }

    /// <summary>The concept, such as <c>code:src/main.go</c>; unique in its project.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary><c>system</c>, <c>module</c>, <c>code</c>, <c>narrative</c> or <c>capability</c>.</summary>
    public required string Layer { get; init; }

    /// <summary>Reserved; null.</summary>
    public string? Type { get; init; }

    /// <summary>What it is, or null.</summary>
    public string? Description { get; init; }

    /// <summary>The snapshot that was indexed last.</summary>
    public string? SourceSnapshotId { get; init; }

    /// <summary>Its manifest.</summary>
    public string? SourceManifestHash { get; init; }

    /// <summary>Reserved; null.</summary>
    public Json? Metadata { get; init; }

    /// <summary>Since when every index has it, ISO-8601 UTC.</summary>
    public required string CreatedAt { get; init; }

    /// <summary>When it was indexed last, ISO-8601 UTC.</summary>
    public required string UpdatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<AtlasConcepts> table)
    {
        table.Key(r => r.ProjectId, r => r.Id);
        table.Area("atlas");
        table.Index("ix_atlas_concepts_layer", r => r.ProjectId, r => r.Layer);
        table.References<Projects.Projects>(r => r.ProjectId).Cascade();
        table.References<Snapshots>(r => r.SourceSnapshotId).Along(r => r.ProjectId, s => s.ProjectId).SetNull();

        table.On<AtlasIndexed>().Each(e => e.RemovedConcepts).Delete((e, id) => e.ProjectId.ToString(), (e, id) => id);

        table.On<AtlasPageIndexed>().Each(e => e.Concepts).Row((e, concept) => e.ProjectId.ToString(), (e, concept) => concept.Id)
            .Copy(r => r.Name, r => r.Layer, r => r.Description)
            .Set(r => r.Type, (e, concept) => null)
            .Set(r => r.Metadata, (e, concept) => null)
            .Set(r => r.SourceSnapshotId, (e, concept) => e.SnapshotId)
            .Set(r => r.SourceManifestHash, (e, concept) => e.ManifestHash)
            .SetOnCreate(r => r.CreatedAt, (e, concept, info) => Rows.Iso(info.RecordedAt))
            .Set(r => r.UpdatedAt, (e, concept, info) => Rows.Iso(info.RecordedAt));
    }
}
