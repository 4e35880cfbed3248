using EventSourced.Contracts.Fastest;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Fastest.Atlas;

/// <summary>Texts of projects that can be searched: the starts of files, and decisions.</summary>
public sealed record AtlasChunks : IReadTable<AtlasChunks>
{
    /// <summary>Derived from the project and what it is the text of.</summary>
    public required string Id { get; init; }

    /// <summary>The project.</summary>
    public required string ProjectId { get; init; }

    /// <summary>The concept of the file; null for a decision.</summary>
    public string? ConceptId { get; init; }

    /// <summary><c>code</c> or <c>decision</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The text, at most 4,000 characters.</summary>
    public required string Content { get; init; }

    /// <summary>The file; null for a decision.</summary>
    public string? FilePath { get; init; }

    /// <summary>Reserved; null.</summary>
    public string? Symbol { get; init; }

    /// <summary>SHA-256 of the file, hex; null for a decision.</summary>
    public string? SourceHash { get; init; }

    /// <summary>When it was first indexed, ISO-8601 UTC.</summary>
    public required string CreatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<AtlasChunks> table)
    {
        table.Key(r => r.Id);
        table.Area("atlas");
        table.Index("ix_atlas_chunks_kind", r => r.ProjectId, r => r.Kind);
        table.Index("ix_atlas_chunks_concept", r => r.ProjectId, r => r.ConceptId);
        table.References<Projects.Projects>(r => r.ProjectId).Cascade();
        table.References<AtlasConcepts>(r => r.ProjectId, r => r.ConceptId);

        table.On<AtlasIndexed>().Each(e => e.RemovedChunks).Delete((e, id) => id);

        table.On<AtlasPageIndexed>().Each(e => e.Chunks).Row((e, chunk) => chunk.Id)
            .Copy(r => r.ProjectId, r => r.ConceptId, r => r.Kind, r => r.Content, r => r.FilePath, r => r.SourceHash)
            .Set(r => r.Symbol, (e, chunk) => null)
            .SetOnCreate(r => r.CreatedAt, (e, chunk, info) => Rows.Iso(info.RecordedAt));
    }
}
