using EventSourced.ReadTables.Runtime;

namespace EventSourced.ReadTables.Generations;

/// <summary>A table that is being built, with those derived from it.</summary>
/// <param name="Tables">The table that maps events, then those derived from it.</param>
/// <param name="Projector">Applies events to it.</param>
internal sealed record BuildFamily(IReadOnlyList<TableDefinition> Tables, ITableProjector Projector)
{
    /// <summary>Whether all of its indexes are created and committed.</summary>
    public bool Indexed { get; set; }
}
