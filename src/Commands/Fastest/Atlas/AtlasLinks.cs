using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.Atlas;

/// <summary>
/// Which concepts a decision concerns (§3.7): its own narrative, and the five systems, modules and files of whose name most words occur in the decision or its rationale, at least half
/// of them. Equal ones are in the order of their ids.
/// </summary>
public static class AtlasLinks
{
    private const int MaxLinks = 5;
    private const int LeastConfidence = 50;

    private static readonly string[] s_layers = ["system", "module", "code"];

    /// <summary>Links all decisions.</summary>
    /// <param name="projectId">The project.</param>
    /// <param name="graph">Its concepts.</param>
    /// <param name="decisions">Its decisions.</param>
    public static IReadOnlyList<AtlasLink> Of(Guid projectId, AtlasGraph graph, IReadOnlyList<AtlasDecision> decisions)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(decisions);
        var named = graph.Concepts.Where(c => s_layers.Contains(c.Layer)).Select(c => (Concept: c, Words: AtlasText.Words(c.Name))).Where(c => c.Words.Count > 0).ToArray();
        // By word, so that a decision looks only at concepts that share one with it.
        var byWord = named.SelectMany(c => c.Words.Select(word => (Word: word, Named: c))).ToLookup(c => c.Word, c => c.Named, StringComparer.Ordinal);
        return [.. decisions.SelectMany(decision => Link(projectId, decision, byWord))];
    }

    private static IEnumerable<AtlasLink> Link(Guid projectId, AtlasDecision decision, ILookup<string, (AtlasConcept Concept, HashSet<string> Words)> byWord)
    {
        yield return Link(projectId, decision, AtlasGraph.Narrative(decision.Id), 100);
        var matches = AtlasText.Words(decision.Text, decision.Rationale).SelectMany(word => byWord[word]).CountBy(c => c.Concept.Id)
            .ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal);
        var best = AtlasText.Words(decision.Text, decision.Rationale).SelectMany(word => byWord[word]).DistinctBy(c => c.Concept.Id)
            .Select(c => (c.Concept.Id, Confidence: (int)Math.Round(100.0 * matches[c.Concept.Id] / c.Words.Count, MidpointRounding.AwayFromZero)))
            .Where(c => c.Confidence >= LeastConfidence).OrderByDescending(c => c.Confidence).ThenBy(c => c.Id, StringComparer.Ordinal).Take(MaxLinks);
        foreach (var (id, confidence) in best) yield return Link(projectId, decision, id, confidence);
    }

    private static AtlasLink Link(Guid projectId, AtlasDecision decision, string conceptId, int confidence) =>
        new(AtlasIds.Of(projectId, "link", decision.Id, conceptId), decision.Id, conceptId, confidence);
}
