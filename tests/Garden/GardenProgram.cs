using EventSourced.Cli.Commands;
using EventSourced.Commands.Modules;

namespace EventSourced.Garden;

#region program
/// <summary>The command line of the product with one more module.</summary>
public static class GardenProgram
{
    public static ModuleCatalog Modules { get; } = ModuleCatalog.Of([.. ModuleCatalog.Default.All, new GardenModule()]);

    public static Task<int> Main(string[] args) => EsCommand.RunAsync(args, Modules);
}
#endregion
