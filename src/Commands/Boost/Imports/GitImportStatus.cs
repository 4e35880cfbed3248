using EventSourced.Commands.Modules;
using EventSourced.Contracts;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Imports;

/// <summary>The status of an import of commits.</summary>
internal static class GitImportStatus
{
    public static ImportStatus Of(IReadOnlyList<IEvent> events)
    {
        var repository = "";
        return ImportStatus.After(events, (status, e) => e switch
        {
            GitHistoryRegistered registered => status with { Summary = new() { ["repository"] = repository = $"{registered.Owner}/{registered.Name}" } },
            GitHistoryRecorded recorded => status with { State = ImportStates.Running, Phase = "commits", Done = recorded.Commits },
            GitHistoryImported imported => new ImportStatus
            {
                State = ImportStates.Completed,
                Summary = new()
                {
                    ["repository"] = repository,
                    ["format"] = imported.Format,
                    ["commits"] = imported.Commits,
                    ["new"] = imported.NewCommits,
                    ["completed"] = imported.CompletedCommits,
                    ["file_changes"] = imported.Files,
                    ["additions"] = imported.Additions,
                    ["deletions"] = imported.Deletions,
                },
                LeftOut = imported.LeftOut.Shown(),
                Warnings = imported.Warnings,
            },
            GitHistoryFailed failed => status.Failed(new ImportFault(failed.Code, failed.Error, failed.Line)),
            _ => status,
        });
    }
}
