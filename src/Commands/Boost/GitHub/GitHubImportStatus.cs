using EventSourced.Commands.Boost.Imports;
using EventSourced.Commands.Modules;
using EventSourced.Contracts;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.GitHub;

/// <summary>The status of an import of answers.</summary>
internal static class GitHubImportStatus
{
    public static ImportStatus Of(IReadOnlyList<IEvent> events)
    {
        var repository = "";
        return ImportStatus.After(events, (status, e) => e switch
        {
            GitHubAnswersRegistered registered => status with { Summary = new() { ["repository"] = repository = $"{registered.Owner}/{registered.Name}" } },
            GitHubAnswersRecorded recorded => status with { State = ImportStates.Running, Phase = "entries", Done = recorded.Entries },
            GitHubAnswersImported { Read: var read, Counts: var counts } imported => new ImportStatus
            {
                State = ImportStates.Completed,
                Summary = new()
                {
                    ["repository"] = repository,
                    ["issues"] = read.Issues,
                    ["pull_requests"] = read.PullRequests,
                    ["comments"] = read.Comments,
                    ["review_comments"] = read.ReviewComments,
                    ["commits"] = read.Commits,
                    ["file_changes"] = read.FileChanges,
                    ["new"] = counts.New + counts.NewComments + counts.NewCommits,
                    ["changed"] = counts.Changed + counts.ChangedComments + counts.CompletedCommits + counts.RepositoryChanges,
                    ["older"] = counts.Older,
                },
                LeftOut = imported.LeftOut.Shown(),
                Warnings = imported.Warnings,
            },
            GitHubAnswersFailed failed => status.Failed(new ImportFault(failed.Code, failed.Error, failed.Line)),
            _ => status,
        });
    }
}
