using EventSourced.ReadTables.Runtime;

namespace EventSourced.ReadTables.Operations;

/// <summary>What is committed of a build, in one transaction with its rows: an interrupted build goes on from here.</summary>
/// <param name="Position">Where its tables stand.</param>
/// <param name="Events">Events that it has read; the positions between them may be many more.</param>
/// <param name="Skipped">Positions of the events that it leaves out, by the table that maps events.</param>
/// <param name="Failed">Tables that could not be built, and why: their rows stand further back, and nothing may go on from them.</param>
internal sealed record BuildState(long Position, long Events, IReadOnlyDictionary<string, IReadOnlyList<long>> Skipped, IReadOnlyDictionary<string, string> Failed)
{
    /// <summary>A build that has read nothing yet.</summary>
    public static BuildState Begin(IEnumerable<TableDefinition> heads, SkippedEvents skipped) =>
        new(0, 0, heads.ToDictionary(t => t.QualifiedName, t => (IReadOnlyList<long>)[.. skipped.Of(t).Order()]), new Dictionary<string, string>());

    /// <summary>Whether what it wrote of these tables leaves out the very events that they leave out now. One that failed wrote nothing that is used.</summary>
    public bool LeavesOut(IEnumerable<TableDefinition> heads, SkippedEvents now) =>
        heads.All(t => Failed.ContainsKey(t.QualifiedName) || (Skipped.TryGetValue(t.QualifiedName, out var left) && now.Of(t).SetEquals(left)));
}
