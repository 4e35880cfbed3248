using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.Atlas;

/// <summary>A diagram (§3.7): a concept and its edges, or the first 40 edges of the project.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Nodes">The concepts of the edges, in the order of the edges.</param>
/// <param name="Edges">The edges.</param>
public sealed record AtlasDiagram(string Title, IReadOnlyList<AtlasNode> Nodes, IReadOnlyList<AtlasArrow> Edges)
{
    private const int MaxEdges = 40;

    /// <summary>Draws a diagram. An edge to a concept that does not exist is left out.</summary>
    /// <param name="concepts">The project's concepts, by id.</param>
    /// <param name="edges">Its edges.</param>
    /// <param name="chosen">The concept, or null for the project.</param>
    public static AtlasDiagram Of(IReadOnlyDictionary<string, AtlasConcept> concepts, IEnumerable<AtlasEdge> edges, AtlasConcept? chosen)
    {
        ArgumentNullException.ThrowIfNull(concepts);
        var known = edges.Where(e => concepts.ContainsKey(e.From) && concepts.ContainsKey(e.To));
        AtlasEdge[] shown = [.. chosen is null ? known.Take(MaxEdges) : known.Where(e => e.From == chosen.Id || e.To == chosen.Id)];
        string[] ids = [.. (chosen is null ? [] : new[] { chosen.Id }).Concat(shown.SelectMany(e => new[] { e.From, e.To })).Distinct(StringComparer.Ordinal)];
        return new(
            chosen is null ? "Project diagram" : $"Diagram for {chosen.Name}",
            [.. ids.Select(id => new AtlasNode(id, concepts[id].Name))],
            [.. shown.Select(e => new AtlasArrow(e.From, e.To, e.Type, e.Type))]);
    }
}
