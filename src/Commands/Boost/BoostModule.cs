using EventSourced.Commands.Boost.Clang;
using EventSourced.Commands.Boost.Commits.Formats;
using EventSourced.Commands.Boost.GitHub;
using EventSourced.Commands.Boost.Imports;
using EventSourced.Commands.Boost.Libraries;
using EventSourced.Commands.Boost.Usage;
using EventSourced.Commands.Imports;
using EventSourced.Commands.Modules;
using EventSourced.Contracts.Boost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Commands.Boost;

/// <summary>Boost: public activity around C++ libraries, such as repositories, commits and their authors.</summary>
public sealed class BoostModule : IModule
{
    /// <inheritdoc/>
    public string Name => "boost";

    /// <inheritdoc/>
    public void Services(IServiceCollection services, IConfiguration configuration) => services.AddBoostCommands(configuration);

    /// <inheritdoc/>
    public void Reactions(ReactionBuilder on)
    {
        on.Event<GitHistoryRegistered>().SendJob(e => new ImportGitHistory(e.ImportId))
            .OnGivenUp((import, failure) => new FailGitHistory(import.ImportId, failure.Describe("The import")));
        on.Event<GitHubAnswersRegistered>().SendJob(e => new ImportGitHubAnswers(e.ImportId))
            .OnGivenUp((import, failure) => new FailGitHubAnswers(import.ImportId, failure.Describe("The import")));
        on.Event<CollectionRequested>().SendJob(e => new RunCollection(e.CollectionId, e.Owner, e.Name))
            .OnGivenUp((run, failure) => new FailCollection(run.CollectionId, run.Owner, run.Name, failure.Describe("The run of the collector")));
        on.Event<CollectorRunRequested>().SendJob(e => new RunCollector(e.RunId, e.Collector))
            .OnGivenUp((run, failure) => new FailCollector(run.RunId, run.Collector, failure.Describe("The run of the collector")));
    }

    /// <inheritdoc/>
    public void Schedule(ScheduleBuilder every)
    {
        every.Cron("0 20 4 * * ?").Send(now => new SweepGitHistories(now));
        every.Cron("0 25 4 * * ?").Send(now => new SweepGitHubAnswers(now));
        every.Cron("0 5 0 * * ?").Send(now => new LinkFiles());
        every.Cron("0 5 0 * * ?").Send(now => new CollectRepositories(now), Misfire.FireOnce);
        every.Cron("0 5 0 * * ?").Send(now => new CollectDaily(now), Misfire.FireOnce);
        every.Cron("0 5 0 ? * MON").Send(now => new CollectWeekly(now), Misfire.FireOnce);
        every.Cron("0 5 0 1 * ?").Send(now => new CollectMonthly(now), Misfire.FireOnce);
        every.Cron("0 15 1 * * ?").Send(now => new ProposeIdentities());
        // After files were linked.
        every.Cron("0 35 0 * * ?").Send(now => new MatchHeaders());
    }

    /// <inheritdoc/>
    public void Imports(ImportBuilder accept)
    {
        accept.Kind<RegisterGitHistory>("git", ".txt", ".log", ".json", ".jsonl", ".ndjson", ".gz")
            .Into(BoostFields.Folder)
            .AtMost(GitHistoryFile.MaxBytes)
            .Shows(BoostStreams.Import, GitImportStatus.Of);
        accept.Kind<RegisterGitHubAnswers>("github", ".json", ".jsonl", ".ndjson", ".gz", ".zip")
            .Into(importId => Uploads.Folder(GitHubImport.Root, importId))
            .AtMost(ApiFile.MaxBytes)
            .Shows(BoostStreams.GitHubImport, GitHubImportStatus.Of);
        LibraryImports.Declare(accept);
        UsageImports.Declare(accept);
        ClangImports.Declare(accept);
    }
}
