using EventSourced.ReadTables.Runtime;

namespace EventSourced.ReadTables.Generations;

/// <summary>A table that is being built, with those derived from it.</summary>
/// <param name="Tables">The table that maps events, then those derived from it.</param>
/// <param name="Projector">Applies events to it.</param>
internal sealed record BuildFamily(IReadOnlyList<TableDefinition> Tables, ITableProjector Projector)
{
    /// <summary>Which of its indexes are created and committed.</summary>
    public BuildIndexes Indexes { get; set; }

    /// <summary>How long the last page took.</summary>
    public TimeSpan Duration { get; set; }
}

/// <summary>Indexes of the tables of a family. A table is filled without any as long as that is possible: sorting all keys at the end is quicker than inserting them one by one.</summary>
internal enum BuildIndexes
{
    /// <summary>None: rows can only be added.</summary>
    None,

    /// <summary>The keys: rows can be looked up and changed.</summary>
    Keys,

    /// <summary>All: rows can be found by other columns.</summary>
    All,
}
