using System.CommandLine;
using EventSourced.Cli.Fuzzing;
using EventSourced.Cli.Nemesis;
using EventSourced.Cli.Output;

namespace EventSourced.Cli.Modules;

/// <summary>
/// What a module adds to the command line beyond what follows from its commands, imports, tables and samples. The class lies in <c>src/Cli/MODULE</c> and is found
/// by scanning, as handlers are; a module that adds nothing has none.
/// </summary>
internal interface IModuleTools
{
    /// <summary>The module.</summary>
    string Module { get; }

    /// <summary>Verbs below <c>es</c>, for what takes more than one command.</summary>
    /// <param name="screen">Where they write.</param>
    IEnumerable<Command> Verbs(Screen screen) => [];

    /// <summary>Parsers that take files of strangers.</summary>
    IReadOnlyList<FuzzTarget> FuzzTargets => [];

    /// <summary>How nemesis uses the module; null when it does not.</summary>
    /// <param name="world">The run.</param>
    INemesisWorkload? Workload(NemesisWorld world) => null;
}
