using EventSourced.EventStore;
using EventSourced.ReadTables.Runtime;

namespace EventSourced.ReadTables.Generations;

/// <summary>Conditions of every swap. The live tables' checkpoints are locked, so that they cannot change between the check and the swap.</summary>
internal static class SwapConditions
{
    /// <summary>For whole tables: a build must have reached the live table's position. A previous generation may have a lower one, and catches up.</summary>
    /// <exception cref="InvalidOperationException">A build has not reached the live table's position.</exception>
    public static void ExpectComplete(IReadOnlyList<TableCheckpoint> live, IReadOnlyList<InactiveGeneration> next)
    {
        foreach (var (table, checkpoint) in Pairs(live, next).Where(p => p.Generation.State == InactiveGeneration.Building && p.Generation.Position < p.Live.Position))
            throw Refused(table, $"it is at position {table.Position} and the live table at {checkpoint.Position}");
    }

    /// <summary>For a part of a table: it must have the position of the live table, and the same definition must have built both.</summary>
    /// <exception cref="InvalidOperationException">It does not.</exception>
    public static void ExpectSame(IReadOnlyList<TableCheckpoint> live, IReadOnlyList<InactiveGeneration> parts)
    {
        ExpectSameDefinition(live, parts.Select(p => p.Table));
        foreach (var (part, checkpoint) in Pairs(live, parts).Where(p => p.Generation.Position != p.Live.Position))
            throw Refused(part, $"the part is at position {part.Position} and the live table at {checkpoint.Position}");
    }

    /// <summary>For a part of a table: the current definition must have built the live table.</summary>
    /// <exception cref="InvalidOperationException">Another definition built the live table.</exception>
    public static void ExpectSameDefinition(IReadOnlyList<TableCheckpoint> live, IEnumerable<TableDefinition> tables)
    {
        if (tables.FirstOrDefault(t => live.Single(l => l.Table == t.QualifiedName).Fingerprint != t.Fingerprint) is { } outdated)
            throw new InvalidOperationException($"{outdated.QualifiedName} was built by another definition, so a part of it cannot be rebuilt. Rebuild the whole table.");
    }

    private static IEnumerable<(InactiveGeneration Generation, TableCheckpoint Live)> Pairs(IReadOnlyList<TableCheckpoint> live, IReadOnlyList<InactiveGeneration> generations) =>
        generations.Select(g => (g, live.Single(l => l.Table == g.Table.QualifiedName)));

    private static InvalidOperationException Refused(InactiveGeneration generation, string why) =>
        new($"Generation {generation.Generation} of {generation.Table.QualifiedName} cannot become live: {why}. The live table is unchanged. Rebuild the whole table: {CommandHint.Of($"rebuild {generation.Table.QualifiedName}")}.");
}
