namespace EventSourced.ReadTables;

/// <summary>A fault in the definition of a read table.</summary>
/// <param name="Table">The row record.</param>
/// <param name="File">Source file of the definition; null when unknown.</param>
/// <param name="Line">Line of the faulty mapping; 0 when the fault does not belong to one mapping.</param>
/// <param name="Problem">What is wrong, in a sentence.</param>
/// <param name="Fix">What to do, in a sentence.</param>
public sealed record DefinitionFault(string Table, string? File, int Line, string Problem, string Fix)
{
    /// <summary>One line of text: file if known, table, problem, fix.</summary>
    public override string ToString() => $"{(File is null ? "" : $"{File}{(Line > 0 ? $":{Line}" : "")}: ")}{Table}: {Problem} {Fix}";
}

/// <summary>Definitions of read tables have faults. The message lists all faults of all tables.</summary>
public sealed class DefinitionException : InvalidOperationException
{
    internal DefinitionException(IReadOnlyList<DefinitionFault> faults)
        : base($"{faults.Count} fault{(faults.Count == 1 ? "" : "s")} in the definitions of read tables:\n{string.Join("\n", faults)}") => Faults = faults;

    /// <summary>All faults, by table.</summary>
    public IReadOnlyList<DefinitionFault> Faults { get; }
}
