using EventSourced.Commands.Intelligence;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.Atlas;

/// <summary>Embeds chunks. What the model returns is checked, because it is recorded.</summary>
internal static class AtlasEmbeddings
{
    public static async Task<IReadOnlyList<AtlasChunk>> EmbedAsync(IEmbedder embedder, IReadOnlyList<AtlasChunk> chunks, CancellationToken cancellationToken)
    {
        if (chunks.Count == 0) return [];
        var vectors = await embedder.EmbedAsync([.. chunks.Select(c => c.Content)], cancellationToken);
        if (vectors.Count != chunks.Count || vectors.Any(v => v.Length == 0 || !v.All(float.IsFinite)))
            throw new ModelServiceException($"the embedder {embedder.Model} returned {vectors.Count} vectors for {chunks.Count} texts, or values that are no numbers. Check the name of the model.");
        return [.. chunks.Zip(vectors, (chunk, vector) => chunk with { Vector = vector })];
    }
}
