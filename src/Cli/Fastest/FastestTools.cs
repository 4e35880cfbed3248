using System.CommandLine;
using EventSourced.Cli.Modules;
using EventSourced.Cli.Output;

namespace EventSourced.Cli.Fastest;

/// <summary>Fastest on the command line: <c>es fst</c>.</summary>
internal sealed class FastestTools : IModuleTools
{
    public string Module => "fastest";

    public IEnumerable<Command> Verbs(Screen screen) => [FstVerbs.Create(screen)];
}
