using EventSourced.Cli.Fuzzing;
using EventSourced.Cli.Importing;
using EventSourced.Cli.Modules;
using EventSourced.Cli.Nemesis;
using EventSourced.Commands.Boost.Commits;
using EventSourced.Commands.Boost.Commits.Formats;
using EventSourced.Commands.Boost.GitHub;
using EventSourced.Commands.Boost.GitHub.Collecting;
using EventSourced.Commands.Boost.Libraries;
using EventSourced.Commands.Boost.Usage;

namespace EventSourced.Cli.Boost;

/// <summary>Boost on the command line: <c>es import boost git</c> also takes clones, and <c>github</c> folders, fuzz targets, and a workload for nemesis.</summary>
internal sealed class BoostTools : IModuleTools
{
    public string Module => "boost";

    public IReadOnlyList<FuzzTarget> FuzzTargets =>
    [
        new(Module, ["git-log.txt"], file => Read(GitHistoryCheck.CountAsync(new MemoryStream(file), CancellationToken.None)), e => e is GitHistoryException),
        new($"{Module}-github", [".github.jsonl"], file => Read(ApiAnswersCheck.CountAsync(new MemoryStream(file), "tern-harbour", "tern", CancellationToken.None)), e => e is ApiAnswersException),
        new($"{Module}-collectors", [".answers.jsonl"], file => Read(CollectorAnswersCheck.CountAsync(file, CancellationToken.None)), e => e is GitHubApiException),
        new($"{Module}-use", [".scans.jsonl"], file => Read(UsageScansCheck.CountAsync(file, CancellationToken.None)), e => e is BoostFileException),
    ];

    public INemesisWorkload Workload(NemesisWorld world) => new BoostWorkload(world);

    public IFolderImport? FoldersOf(string kind) => kind switch { "git" => new GitClone(), "github" => new GitHubAnswers(), _ => null };

    private static void Read(Task<long> reading) => reading.GetAwaiter().GetResult();
}
