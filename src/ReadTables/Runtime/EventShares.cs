namespace EventSourced.ReadTables.Runtime;

/// <summary>Distributes the events of a page to the tables that handle them, in one pass over the page.</summary>
internal static class EventShares
{
    /// <summary>For each table, in the same order, its events of the page.</summary>
    /// <param name="tables">The tables.</param>
    /// <param name="events">The events of the page.</param>
    public static IReadOnlyList<IReadOnlyList<ProjectedEvent>> Of(IReadOnlyList<ITableProjector> tables, IReadOnlyList<ProjectedEvent> events)
    {
        List<ProjectedEvent>[] shares = [.. tables.Select(_ => new List<ProjectedEvent>())];
        var byType = new Dictionary<Type, int[]>();
        foreach (var e in events)
        {
            if (e.EventType is not { } type) continue;
            if (!byType.TryGetValue(type, out var handlers)) byType[type] = handlers = HandlersOf(type, tables);
            foreach (var i in handlers)
                if (!tables[i].Skips(e)) shares[i].Add(e);
        }
        return shares;
    }

    // A lambda in the loop would be an object for each event.
    private static int[] HandlersOf(Type type, IReadOnlyList<ITableProjector> tables) => [.. Enumerable.Range(0, tables.Count).Where(i => tables[i].Definition.EventTypes.Contains(type))];
}
