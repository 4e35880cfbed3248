using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.Atlas;

/// <summary>A concept that was found.</summary>
/// <param name="Concept">The concept.</param>
/// <param name="Score">The cosine with the query, or how many words of the query it has.</param>
public sealed record AtlasHit(AtlasConcept Concept, double Score);

/// <summary>The search in the Atlas (§3.7). Equal scores are in the order of the ids.</summary>
public static class AtlasSearch
{
    /// <summary>Most results.</summary>
    public const int MaxLimit = 20;

    /// <summary>Results when the caller does not say how many.</summary>
    public const int DefaultLimit = 8;

    /// <summary>Searches: by meaning when a chunk is near the query, otherwise by words.</summary>
    /// <param name="query">The text to search for.</param>
    /// <param name="vector">Its embedding; null without an embedder.</param>
    /// <param name="concepts">The project's concepts.</param>
    /// <param name="embeddings">Embeddings of the chunks, with their concepts.</param>
    /// <param name="limit">Most results, 1 … 20.</param>
    public static IReadOnlyList<AtlasHit> Find(
        string query, ReadOnlyMemory<float>? vector, IReadOnlyCollection<AtlasConcept> concepts, IEnumerable<(string ConceptId, ReadOnlyMemory<float> Vector)> embeddings, int limit = DefaultLimit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxLimit);
        var near = vector is { } meaning ? Near(meaning, concepts, embeddings) : [];
        return Best(near.Count > 0 ? near : Worded(query, concepts), limit);
    }

    private static List<AtlasHit> Near(ReadOnlyMemory<float> query, IReadOnlyCollection<AtlasConcept> concepts, IEnumerable<(string ConceptId, ReadOnlyMemory<float> Vector)> embeddings)
    {
        var best = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (concept, vector) in embeddings)
        {
            // A vector of another model cannot be compared.
            if (vector.Length != query.Length) continue;
            var cosine = Cosine(query.Span, vector.Span);
            if (cosine > best.GetValueOrDefault(concept)) best[concept] = cosine;
        }
        return [.. concepts.Where(c => best.ContainsKey(c.Id)).Select(c => new AtlasHit(c, best[c.Id]))];
    }

    private static double Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var (dot, lengthA, lengthB) = (0.0, 0.0, 0.0);
        for (var i = 0; i < a.Length; i++)
        {
            dot += (double)a[i] * b[i];
            lengthA += (double)a[i] * a[i];
            lengthB += (double)b[i] * b[i];
        }
        return lengthA == 0 || lengthB == 0 ? 0 : dot / Math.Sqrt(lengthA * lengthB);
    }

    private static IEnumerable<AtlasHit> Worded(string query, IReadOnlyCollection<AtlasConcept> concepts)
    {
        var words = AtlasText.Words(query);
        return concepts.Select(c => (Concept: c, Text: $"{c.Name} {c.Description}".ToLowerInvariant()))
            .Select(c => new AtlasHit(c.Concept, words.Count(word => c.Text.Contains(word, StringComparison.Ordinal)))).Where(hit => hit.Score > 0);
    }

    private static AtlasHit[] Best(IEnumerable<AtlasHit> hits, int limit) => [.. hits.OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Concept.Id, StringComparer.Ordinal).Take(limit)];
}
