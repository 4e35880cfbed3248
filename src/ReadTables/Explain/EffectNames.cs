using EventSourced.ReadTables.Definition;

namespace EventSourced.ReadTables.Explain;

/// <summary>Names of mapping kinds in explanations.</summary>
internal static class EffectNames
{
    /// <summary>The row of a derived table is recomputed.</summary>
    public const string Recompute = "recompute";

    public static string Of(MappingKind kind) => SnakeCase.Of(kind.ToString());
}
