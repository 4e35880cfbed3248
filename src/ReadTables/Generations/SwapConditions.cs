using EventSourced.ReadTables.Runtime;

namespace EventSourced.ReadTables.Generations;

/// <summary>What must hold before a swap, whoever asks for it. The live tables' checkpoints are locked: nothing can move between the check and the swap.</summary>
internal static class SwapConditions
{
    /// <summary>Whole tables: a build has everything that the live table has. A previous generation may stand further back: it catches up from there.</summary>
    /// <exception cref="InvalidOperationException">A build does not reach the live table's position.</exception>
    public static void ExpectComplete(IReadOnlyList<TableCheckpoint> live, IReadOnlyList<Aside> next)
    {
        foreach (var (table, checkpoint) in Pairs(live, next).Where(p => p.Aside.State == Aside.Building && p.Aside.Position < p.Live.Position))
            throw Refused(table, $"it stands at position {table.Position} and the live table at {checkpoint.Position}");
    }

    /// <summary>Part of a table: the part stands exactly where the rest of the table does, and one definition built both.</summary>
    /// <exception cref="InvalidOperationException">It does not.</exception>
    public static void ExpectSame(IReadOnlyList<TableCheckpoint> live, IReadOnlyList<Aside> parts)
    {
        ExpectSameDefinition(live, parts.Select(p => p.Table));
        foreach (var (part, checkpoint) in Pairs(live, parts).Where(p => p.Aside.Position != p.Live.Position))
            throw Refused(part, $"the part stands at position {part.Position} and the live table at {checkpoint.Position}");
    }

    /// <summary>Part of a table is rebuilt by the definition that built the rest of it.</summary>
    /// <exception cref="InvalidOperationException">The live table was built by another.</exception>
    public static void ExpectSameDefinition(IReadOnlyList<TableCheckpoint> live, IEnumerable<TableDefinition> tables)
    {
        if (tables.FirstOrDefault(t => live.Single(l => l.Table == t.QualifiedName).Fingerprint != t.Fingerprint) is { } outdated)
            throw new InvalidOperationException($"{outdated.QualifiedName} was built by another definition: a part of it cannot be rebuilt. Rebuild the whole table.");
    }

    private static IEnumerable<(Aside Aside, TableCheckpoint Live)> Pairs(IReadOnlyList<TableCheckpoint> live, IReadOnlyList<Aside> asides) =>
        asides.Select(a => (a, live.Single(l => l.Table == a.Table.QualifiedName)));

    private static InvalidOperationException Refused(Aside aside, string why) =>
        new($"Generation {aside.Generation} of {aside.Table.QualifiedName} is not swapped in: {why}. The live table is unchanged. Rebuild the whole table: es rebuild {aside.Table.QualifiedName}.");
}
