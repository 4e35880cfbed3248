using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>
/// The concept graph of a week: its themes, and an edge between themes that occur on the same day. Rules that the specification leaves
/// open: equal weights are ordered by label; labels with the same slug get the suffixes -2, -3, … in label order; edges join kept nodes
/// only, and equal edges are ordered by strength, then by ids; sentiment and strength have two decimals.
/// </summary>
public static class ConceptGraphBuilder
{
    private const int MaxNodes = 40;
    private const int MaxEdges = 120;

    /// <summary>Builds the graph.</summary>
    /// <param name="communityId">The community.</param>
    /// <param name="sourceId">The source.</param>
    /// <param name="weekStart">The week's Sunday.</param>
    /// <param name="days">The latest digest of each day of the week, in any order.</param>
    public static WeekConceptsMapped Build(string communityId, string sourceId, DateOnly weekStart, IReadOnlyList<DayDigested> days)
    {
        ArgumentNullException.ThrowIfNull(days);
        DayDigested[] ordered = WeekDays.Ordered(weekStart, days);
        var nodes = Nodes(ordered);
        return new WeekConceptsMapped(
            communityId, sourceId, weekStart, weekStart.AddDays(6), nodes, Edges(ordered, nodes), "keyword");
    }

    private static ConceptNode[] Nodes(DayDigested[] days)
    {
        var daysByTheme = new SortedDictionary<string, List<DayDigested>>(StringComparer.Ordinal);
        foreach (var day in days)
        {
            foreach (var theme in Themes(day))
            {
                if (!daysByTheme.TryGetValue(theme, out var withTheme)) daysByTheme.Add(theme, withTheme = []);
                withTheme.Add(day);
            }
        }
        var ids = new HashSet<string>(StringComparer.Ordinal);
        return [.. daysByTheme
            .Select(theme => Node(UniqueId(theme.Key, ids), theme.Key, theme.Value))
            .OrderByDescending(node => node.Weight)
            .ThenBy(node => node.Label, StringComparer.Ordinal)
            .Take(MaxNodes)];
    }

    private static ConceptNode Node(string id, string label, List<DayDigested> days)
    {
        var messages = days.Sum(day => (long)day.MessageCount);
        var sentiment = days.Sum(day => day.Analysis.SentimentScore * day.MessageCount);
        return new ConceptNode(
            id, label, checked((int)messages), days.Count, messages == 0 ? 0 : Rounding.Two(sentiment / messages), PillarKeywords.PillarOf(label));
    }

    private static ConceptEdge[] Edges(DayDigested[] days, ConceptNode[] nodes)
    {
        var byLabel = nodes.ToDictionary(node => node.Label, StringComparer.Ordinal);
        var shared = new Dictionary<(ConceptNode Source, ConceptNode Target), int>();
        foreach (var day in days)
        {
            ConceptNode[] carried = [.. Themes(day)
                .Where(byLabel.ContainsKey)
                .Select(theme => byLabel[theme])
                .OrderBy(node => node.Id, StringComparer.Ordinal)];
            for (var source = 0; source < carried.Length; source++)
            {
                for (var target = source + 1; target < carried.Length; target++)
                {
                    var pair = (carried[source], carried[target]);
                    shared[pair] = shared.GetValueOrDefault(pair) + 1;
                }
            }
        }
        return [.. shared
            .Select(edge => new ConceptEdge(
                edge.Key.Source.Id, edge.Key.Target.Id, edge.Value,
                Rounding.Two((double)edge.Value / Math.Min(edge.Key.Source.Days, edge.Key.Target.Days))))
            .OrderByDescending(edge => edge.Weight)
            .ThenByDescending(edge => edge.Strength)
            .ThenBy(edge => edge.Source, StringComparer.Ordinal)
            .ThenBy(edge => edge.Target, StringComparer.Ordinal)
            .Take(MaxEdges)];
    }

    private static IEnumerable<string> Themes(DayDigested day) => day.Analysis.TopThemes
        .Select(theme => theme.Trim().ToLowerInvariant())
        .Where(theme => theme.Length > 0)
        .Distinct(StringComparer.Ordinal);

    private static string UniqueId(string label, HashSet<string> taken)
    {
        var slug = Slug.Of(label);
        var id = slug;
        for (var number = 2; !taken.Add(id); number++) id = $"{slug}-{number}";
        return id;
    }
}
