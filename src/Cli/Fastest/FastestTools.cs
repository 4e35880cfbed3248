using System.CommandLine;
using EventSourced.Cli.Fuzzing;
using EventSourced.Cli.Modules;
using EventSourced.Cli.Nemesis;
using EventSourced.Cli.Output;
using EventSourced.Commands.Fastest.Imports;

namespace EventSourced.Cli.Fastest;

/// <summary>Fastest on the command line: <c>es fst</c>, a fuzz target, and a workload for nemesis.</summary>
internal sealed class FastestTools : IModuleTools
{
    public string Module => "fastest";

    public IReadOnlyList<FuzzTarget> FuzzTargets => [new(Module, [".jsonl"], ReadTree, e => e is TreeFileException)];

    public IEnumerable<Command> Verbs(Screen screen) => [FstVerbs.Create(screen)];

    public INemesisWorkload Workload(NemesisWorld world) => new FastestWorkload(world);

    private static void ReadTree(byte[] file) => new TreeFile(_ => Task.FromResult<Stream>(new MemoryStream(file))).ReadAsync(CancellationToken.None).GetAwaiter().GetResult();
}
