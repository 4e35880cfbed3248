using EventSourced.Cli.Fuzzing;
using EventSourced.Cli.Importing;
using EventSourced.Cli.Modules;
using EventSourced.Cli.Nemesis;
using EventSourced.Commands.Boost.Commits;
using EventSourced.Commands.Boost.Commits.Formats;

namespace EventSourced.Cli.Boost;

/// <summary>Boost on the command line: <c>es import boost git</c> also takes clones, a fuzz target, and a workload for nemesis.</summary>
internal sealed class BoostTools : IModuleTools
{
    public string Module => "boost";

    public IReadOnlyList<FuzzTarget> FuzzTargets => [new(Module, [".txt"], Read, e => e is GitHistoryException)];

    public INemesisWorkload Workload(NemesisWorld world) => new BoostWorkload(world);

    public IFolderImport? FoldersOf(string kind) => kind == "git" ? new GitClone() : null;

    private static void Read(byte[] file) => GitHistoryCheck.CountAsync(new MemoryStream(file), CancellationToken.None).GetAwaiter().GetResult();
}
