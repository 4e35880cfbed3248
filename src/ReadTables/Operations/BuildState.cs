using EventSourced.ReadTables.Runtime;

namespace EventSourced.ReadTables.Operations;

/// <summary>The committed state of a build, written in the transaction of its rows: an interrupted build resumes from it.</summary>
/// <param name="Position">Position of its tables.</param>
/// <param name="Events">Number of events that it has read; the positions have gaps.</param>
/// <param name="Skipped">Positions of the events that it skips, by the table that maps events.</param>
/// <param name="Failed">Tables that could not be built, and why. Their rows have a lower position and must not be resumed.</param>
internal sealed record BuildState(long Position, long Events, IReadOnlyDictionary<string, IReadOnlyList<long>> Skipped, IReadOnlyDictionary<string, string> Failed)
{
    /// <summary>The state of a build that has not read anything.</summary>
    public static BuildState Begin(IEnumerable<TableDefinition> heads, SkippedEvents skipped) =>
        new(0, 0, heads.ToDictionary(t => t.QualifiedName, t => (IReadOnlyList<long>)[.. skipped.Of(t).Order()]), new Dictionary<string, string>());

    /// <summary>The same with another failed table.</summary>
    public BuildState WithFailed(TableDefinition head, string error) => this with { Failed = new Dictionary<string, string>(Failed) { [head.QualifiedName] = error } };

    /// <summary>Whether it skips the same events of these tables as they skip now. The rows of failed tables are not used.</summary>
    public bool SkipsSameAs(IEnumerable<TableDefinition> heads, SkippedEvents now) =>
        heads.All(t => Failed.ContainsKey(t.QualifiedName) || (Skipped.TryGetValue(t.QualifiedName, out var left) && now.Of(t).SetEquals(left)));
}
