using EventSourced.Cli.Modules;
using EventSourced.Cli.Nemesis;

namespace EventSourced.Garden;

#region tools
/// <summary>What the garden adds to the command line: a workload of nemesis.</summary>
internal sealed class GardenTools : IModuleTools
{
    public string Module => "garden";

    public INemesisWorkload Workload(NemesisWorld world) => new GardenWorkload(world);
}
#endregion
