using EventSourced.Commands.Fastest.Trees;
using EventSourced.Commands.Text;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Fastest.Atlas;

/// <summary>
/// The concepts of a tree and their edges (§3.7): systems are its top-level areas, modules the directories below them, code its files. Concepts are in the order of the layers, and
/// of their ids. Rules that the specification leaves open: a directory with the name <c>root</c> shares its concept with the top-level files, and two capabilities of one id are
/// one, the first.
/// </summary>
/// <param name="Concepts">The concepts.</param>
/// <param name="Edges">The edges, each pair once.</param>
public sealed record AtlasGraph(IReadOnlyList<AtlasConcept> Concepts, IReadOnlyList<AtlasEdge> Edges)
{
    /// <summary>Raised when the same tree gives other concepts; an index records it.</summary>
    public const int Version = 1;

    private const int MaxCapabilities = 8;
    private const int CapabilitySlug = 60, CapabilityName = 120, CapabilityDescription = 400;

    /// <summary>Derives the graph.</summary>
    /// <param name="projectId">The project.</param>
    /// <param name="tree">Tree of its newest snapshot.</param>
    /// <param name="decisions">Its decisions.</param>
    /// <param name="capabilities">What the model found; at most 8 are used.</param>
    public static AtlasGraph Of(Guid projectId, FileTree tree, IReadOnlyList<AtlasDecision> decisions, IReadOnlyList<AtlasCapability> capabilities)
    {
        ArgumentNullException.ThrowIfNull(tree);
        string[] paths = [.. FilesOf(tree)];
        AtlasConcept[] concepts =
        [
            .. Areas("system", paths, AtlasPaths.System, n => $"Top-level area with {n} files"),
            .. Areas("module", paths, AtlasPaths.Module, n => $"Contains {n} files"),
            .. paths.Select(path => new AtlasConcept(AtlasPaths.Code(path), "code", path[(path.LastIndexOf('/') + 1)..], path)),
            .. decisions.Select(d => new AtlasConcept(Narrative(d.Id), "narrative", d.Text, d.Rationale)),
            .. capabilities.Select(Capability).OfType<AtlasConcept>().DistinctBy(c => c.Id).Take(MaxCapabilities),
        ];
        var edges = paths.SelectMany(path => new[] { (Area("system", AtlasPaths.System(path)), Area("module", AtlasPaths.Module(path))), (Area("module", AtlasPaths.Module(path)), AtlasPaths.Code(path)) })
            .Distinct().Select(pair => new AtlasEdge(AtlasIds.Of(projectId, "edge", pair.Item1, pair.Item2, "contains"), pair.Item1, pair.Item2, "contains"));
        return new(concepts, [.. edges]);
    }

    /// <summary>Paths of the files that become concepts.</summary>
    internal static IEnumerable<string> FilesOf(FileTree tree) => tree.Entries.Where(e => e.IsFile && AtlasPaths.SkipReason(e.Path) is null).Select(e => e.Path);

    internal static string Narrative(string decisionId) => $"narrative:decision:{decisionId}";

    private static string Area(string layer, string? key) => $"{layer}:{key ?? AtlasPaths.Root}";

    private static IEnumerable<AtlasConcept> Areas(string layer, string[] paths, Func<string, string?> keyOf, Func<int, string> describe) => paths.GroupBy(path => Area(layer, keyOf(path)), StringComparer.Ordinal)
        .OrderBy(area => area.Key, StringComparer.Ordinal).Select(area => new AtlasConcept(area.Key, layer, keyOf(area.First()) ?? "Root", describe(area.Count())));

    private static AtlasConcept? Capability(AtlasCapability capability)
    {
        var slug = AtlasText.Slug(capability.Name, CapabilitySlug);
        return slug.Length == 0 ? null : new(
            $"capability:{slug}", "capability", TextCut.Head(capability.Name.Trim(), CapabilityName), capability.Description is { } text ? TextCut.Head(text.Trim(), CapabilityDescription) : null);
    }
}
