using EventSourced.ReadTables.Definition;

namespace EventSourced.ReadTables.Explain;

/// <summary>Kinds of mappings as explanations name them.</summary>
internal static class EffectNames
{
    /// <summary>The row of a derived table is computed anew.</summary>
    public const string Recompute = "recompute";

    public static string Of(MappingKind kind) => SnakeCase.Of(kind.ToString());
}
