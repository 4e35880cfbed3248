using EventSourced.Commands.Boost.Imports;
using EventSourced.Commands.Modules;
using EventSourced.Contracts;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Clang;

/// <summary>The kind of files about llvm/llvm-project, and the status of their imports.</summary>
internal static class ClangImports
{
    public static void Declare(ImportBuilder accept) => accept.Kind<ImportClang>("clang", ".json", ".jsonl", ".ndjson")
        .Into(BoostFields.Folder)
        .AtMost(ClangJson.MaxBytes)
        .Shows(ClangStreams.Import, Status);

    private static ImportStatus Status(IReadOnlyList<IEvent> events)
    {
        var imported = events.OfType<ClangImported>().First();
        return new ImportStatus
        {
            State = ImportStates.Completed,
            Summary = new() { ["items"] = imported.Items, ["pull_requests"] = imported.PullRequests, ["commits"] = imported.Commits },
            LeftOut = imported.LeftOut.Shown(),
            Warnings = imported.Items + imported.Commits == 0 ? ["The file has no issue, pull request or commit."] : [],
        };
    }
}
