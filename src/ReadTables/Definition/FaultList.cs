namespace EventSourced.ReadTables.Definition;

/// <summary>Collects the faults of one table.</summary>
/// <param name="table">The row record.</param>
internal sealed class FaultList(Type table)
{
    private readonly List<DefinitionFault> _all = [];

    /// <summary>Full path of the definition's file, from the compiler; null until a call provides it.</summary>
    public string? File { get; set; }

    public IReadOnlyList<DefinitionFault> All => [.. _all.Select(f => f with { File = File })];

    public void Add(string problem, string fix, int line = 0) => _all.Add(new(table.Name, null, line, problem, fix));

    /// <summary>Runs a part of the definition, and records the fault that it throws.</summary>
    public void Try(Action part, int line = 0)
    {
        try
        {
            part();
        }
        catch (FaultException e)
        {
            Add(e.Message, e.Fix, line);
        }
    }

    /// <summary>Shortens full paths: they start with the name of the folder that all files share.</summary>
    public static IReadOnlyList<DefinitionFault> WithRelativePaths(IEnumerable<DefinitionFault> faults, IEnumerable<string> allFiles)
    {
        List<string[]> folders = [.. allFiles.Distinct().Select(f => Parts(f)[..^1])];
        var shared = folders.Count == 0 ? 0 : Enumerable.Range(0, folders.Min(f => f.Length)).TakeWhile(i => folders.All(f => f[i] == folders[0][i])).Count();
        return [.. faults.Select(f => f.File is null ? f : f with { File = string.Join('/', Parts(f.File).Skip(Math.Max(0, shared - 1))) })];
    }

    private static string[] Parts(string path) => path.Split('/', '\\');
}

/// <summary>A part of a definition has a fault.</summary>
internal sealed class FaultException(string problem, string fix) : Exception(problem)
{
    public string Fix { get; } = fix;
}
