using System.CommandLine;
using EventSourced.Cli.Fuzzing;
using EventSourced.Cli.Importing;
using EventSourced.Cli.Nemesis;
using EventSourced.Cli.Output;

namespace EventSourced.Cli.Modules;

/// <summary>
/// Additions of a module to the command line, beyond what is generated from its commands, imports, tables and samples. The class is in <c>src/Cli/MODULE</c> and is
/// found by scanning. It is optional.
/// </summary>
public interface IModuleTools
{
    /// <summary>The module.</summary>
    string Module { get; }

    /// <summary>Verbs of <c>es</c>, for tasks that need more than one command.</summary>
    /// <param name="screen">Output.</param>
    IEnumerable<Command> Verbs(Screen screen) => [];

    /// <summary>How a kind of import takes folders; null when it takes only files.</summary>
    /// <param name="kind">Name of the kind.</param>
    IFolderImport? FoldersOf(string kind) => null;

    /// <summary>Parsers of untrusted files.</summary>
    IReadOnlyList<FuzzTarget> FuzzTargets => [];

    /// <summary>The module's workload for nemesis, or null.</summary>
    /// <param name="world">The run.</param>
    INemesisWorkload? Workload(NemesisWorld world) => null;
}
