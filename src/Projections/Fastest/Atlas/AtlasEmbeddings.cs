using EventSourced.Contracts.Fastest;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Fastest.Atlas;

/// <summary>Embeddings of chunks, one for each.</summary>
public sealed record AtlasEmbeddings : IReadTable<AtlasEmbeddings>
{
    /// <summary>Derived from the chunk.</summary>
    public required string Id { get; init; }

    /// <summary>The project of the chunk.</summary>
    public required string ProjectId { get; init; }

    /// <summary>The chunk.</summary>
    public required string ChunkId { get; init; }

    /// <summary>The model. Only vectors of one model can be compared.</summary>
    public required string Model { get; init; }

    /// <summary>The vector, a JSON array of numbers.</summary>
    public required Json Vector { get; init; }

    /// <summary>When the chunk was first embedded, ISO-8601 UTC.</summary>
    public required string CreatedAt { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<AtlasEmbeddings> table)
    {
        table.Key(r => r.Id);
        table.Area("atlas");
        table.Index("ix_atlas_embeddings_chunk", r => r.ChunkId);
        table.Index("ix_atlas_embeddings_project", r => r.ProjectId, r => r.Model);
        table.References<AtlasChunks>(r => r.ChunkId).Along(r => r.ProjectId, c => c.ProjectId).Cascade();

        table.On<AtlasPageIndexed>().Each(e => e.Chunks.Where(c => c.Vector != null)).Row((e, chunk) => Rows.Derived("atlas_embeddings", e.ProjectId, chunk.Id))
            .Copy(r => r.ProjectId)
            .Set(r => r.ChunkId, (e, chunk) => chunk.Id)
            .Set(r => r.Model, (e, chunk) => e.EmbeddingModel)
            .Set(r => r.Vector, (e, chunk) => Json.Of(chunk.Vector))
            .SetOnCreate(r => r.CreatedAt, (e, chunk, info) => Rows.Iso(info.RecordedAt));
    }
}
