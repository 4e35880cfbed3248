using System.Collections.Concurrent;
using EventSourced.Cli.Nemesis;

namespace EventSourced.Cli.Boost;

/// <summary>Imports histories in overlapping parts, and scans repositories; every commit must be in its tables once with its files, and usages must be those of the last scans.</summary>
internal sealed class BoostWorkload(NemesisWorld world) : INemesisWorkload
{
    private const int HistoryCallers = 2;
    private const int UsageCallers = 1;
    private const string Histories = "every commit of an imported history is in its tables once, with its files";
    private const string Scans = "the active usages of a repository are those of its last scan";

    private readonly ConcurrentBag<ImportedHistory> _histories = [];
    private readonly ConcurrentBag<ScannedRepository> _scanned = [];

    public string Module => "boost";

    public IReadOnlyList<string> Promises => [Histories, Scans];

    public IEnumerable<Task> StartCallers(CancellationToken stop) =>
    [
        .. Enumerable.Range(0, HistoryCallers).Select(n => new HistoryCaller(n, world, _histories).RunAsync(stop)),
        .. Enumerable.Range(0, UsageCallers).Select(n => new UsageCaller(n, world, _scanned).RunAsync(stop)),
    ];

    public async Task<string?> PendingAsync(CancellationToken cancellation)
    {
        var open = 0L;
        await world.RowsAsync("""
            select count(*) from log.mt_events r where type = 'boost.git_history_registered.v1'
                and not exists (select from log.mt_events e where e.stream_id = r.stream_id and e.type in ('boost.git_history_imported.v1', 'boost.git_history_failed.v1'))
            """, r => open = r.GetInt64(0), cancellation);
        return open > 0 ? $"{open} imports of commits have not ended" : null;
    }

    public async Task CheckAsync(CancellationToken cancellation)
    {
        await world.RowsAsync("select stream_id, data->>'error' from log.mt_events where type = 'boost.git_history_failed.v1'",
            r => world.Tally.Fault(Histories, $"{r.GetString(0)} failed: {r.GetString(1)}"), cancellation);
        foreach (var history in _histories.Where(h => h.Commits > 0 && h.Uploads.All(u => u.Status == "completed")))
        {
            var (commits, changes, removed) = (0L, 0L, 0L);
            await world.RowsAsync("""
                select (select count(*) from boost.git_commit c where c.repo_id = r.id),
                    (select count(*) from boost.git_commit_file_change f join boost.git_commit c on c.id = f.commit_id where c.repo_id = r.id),
                    (select count(*) from boost.github_file f where f.repo_id = r.id and f.is_deleted)
                from boost.github_repository r where r.repo_name = $1
                """, r => (commits, changes, removed) = (r.GetInt64(0), r.GetInt64(1), r.GetInt64(2)), cancellation, history.Repository);
            var wanted = (Commits: (long)history.Commits, Changes: (long)SyntheticHistory.Changes(history.Commits), Removed: (long)SyntheticHistory.Removed(history.Commits));
            if ((commits, changes, removed) != wanted)
                world.Tally.Fault(Histories, $"{history.Repository} has {commits} commits, {changes} changes and {removed} removed files instead of {wanted.Commits}, {wanted.Changes} and {wanted.Removed}");
            world.Tally.Count("histories checked");
        }
        await CheckScansAsync(cancellation);
    }

    private async Task CheckScansAsync(CancellationToken cancellation)
    {
        foreach (var repository in _scanned.Where(r => r.Scans.Count > 0 && r.Scans.All(s => s.Status == "completed")))
        {
            var (active, all) = (0L, 0L);
            await world.RowsAsync("""
                select count(*) filter (where u.excepted_at is null), count(*) from boost.boost_usage u join boost.boost_external_repository e on e.id = u.repo_id where e.full_name = $1
                """, r => (active, all) = (r.GetInt64(0), r.GetInt64(1)), cancellation, repository.Repository);
            if ((active, all) != (repository.Active.Count, repository.Files.Count))
                world.Tally.Fault(Scans, $"{repository.Repository} has {active} active usages of {all} instead of {repository.Active.Count} of {repository.Files.Count}");
            world.Tally.Count("scanned repositories checked");
        }
    }

    /// <summary>Records an uploaded history.</summary>
    internal void Note(ImportedHistory history) => _histories.Add(history);
}
