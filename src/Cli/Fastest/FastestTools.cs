using EventSourced.Cli.Modules;
using EventSourced.Cli.Nemesis;

namespace EventSourced.Cli.Fastest;

/// <summary>Fastest on the command line: a workload for nemesis.</summary>
internal sealed class FastestTools : IModuleTools
{
    public string Module => "fastest";

    public INemesisWorkload Workload(NemesisWorld world) => new FastestWorkload(world);
}
