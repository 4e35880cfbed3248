using EventSourced.Cli.Commands;
using EventSourced.Commands.Modules;

namespace EventSourced.Garden;

#region program
/// <summary>The command line of the product with one more module.</summary>
public static class GardenProgram
{
    /// <summary>The modules of the product, and the garden.</summary>
    public static ModuleCatalog Modules { get; } = ModuleCatalog.Of([.. ModuleCatalog.Default.All, new GardenModule()]);

    /// <summary>Runs a command.</summary>
    /// <param name="args">The command line.</param>
    public static Task<int> Main(string[] args) => EsCommand.RunAsync(args, () => Modules);
}
#endregion
