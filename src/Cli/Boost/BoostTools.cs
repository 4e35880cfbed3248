using EventSourced.Cli.Fuzzing;
using EventSourced.Cli.Importing;
using EventSourced.Cli.Modules;
using EventSourced.Cli.Nemesis;
using EventSourced.Commands.Boost.Commits;
using EventSourced.Commands.Boost.Commits.Formats;
using EventSourced.Commands.Boost.GitHub;

namespace EventSourced.Cli.Boost;

/// <summary>Boost on the command line: <c>es import boost git</c> also takes clones, and <c>github</c> folders, a fuzz target, and a workload for nemesis.</summary>
internal sealed class BoostTools : IModuleTools
{
    public string Module => "boost";

    public IReadOnlyList<FuzzTarget> FuzzTargets => [new(Module, [".txt", ".jsonl"], Read, e => e is GitHistoryException or ApiAnswersException)];

    public INemesisWorkload Workload(NemesisWorld world) => new BoostWorkload(world);

    public IFolderImport? FoldersOf(string kind) => kind switch { "git" => new GitClone(), "github" => new GitHubAnswers(), _ => null };

    // The first byte tells which of them would read it.
    private static void Read(byte[] file)
    {
        using var content = new MemoryStream(file);
        if (file is [(byte)'{' or (byte)'[' or (byte)'P', ..]) ApiAnswersCheck.CountAsync(content, "tern-harbour", "tern", CancellationToken.None).GetAwaiter().GetResult();
        else GitHistoryCheck.CountAsync(content, CancellationToken.None).GetAwaiter().GetResult();
    }
}
