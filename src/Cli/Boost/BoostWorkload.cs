using System.Collections.Concurrent;
using EventSourced.Cli.Nemesis;

namespace EventSourced.Cli.Boost;

/// <summary>
/// Imports histories in overlapping parts: every commit must be in its tables once, with its files. Scans repositories: usages must be those of the last scans. Records issues and
/// pull requests in any order: the newest must be in the tables.
/// </summary>
internal sealed class BoostWorkload(NemesisWorld world) : INemesisWorkload
{
    private const int HistoryCallers = 2;
    private const int UsageCallers = 1;
    private const string Histories = "every commit of an imported history is in its tables once, with its files";
    private const string Scans = "the active usages of a repository are those of its last scan";

    private const int IssueCallers = 2;
    private const string Issues = "issues, pull requests and their comments are in the tables as they were last changed, whatever came last";

    private readonly ConcurrentBag<ImportedHistory> _histories = [];
    private readonly ConcurrentBag<ScannedRepository> _scanned = [];
    private readonly ConcurrentBag<TrackedIssue> _issues = [];

    public string Module => "boost";

    public IReadOnlyList<string> Promises => [Histories, Scans, Issues];

    public IEnumerable<Task> StartCallers(CancellationToken stop) =>
    [
        .. Enumerable.Range(0, HistoryCallers).Select(n => new HistoryCaller(n, world, _histories).RunAsync(stop)),
        .. Enumerable.Range(0, UsageCallers).Select(n => new UsageCaller(n, world, _scanned).RunAsync(stop)),
        .. Enumerable.Range(0, IssueCallers).Select(n => new IssueCaller(n, world, _issues).RunAsync(stop)),
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
        foreach (var issue in _issues.Where(i => i.Newest is not null && i.Commands.All(c => c.Status == "completed"))) await CheckAsync(issue, cancellation);
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

    private async Task CheckAsync(TrackedIssue issue, CancellationToken cancellation)
    {
        var (table, key, comments, parent) = issue.IsPullRequest ? ("pull_request", "pr_id", "pull_request_comment", "pr") : ("issue", "issue_id", "issue_comment", "issue");
        var found = "";
        await world.RowsAsync($"""
            select i.title || ' ' || coalesce((select string_agg(c.{parent}_comment_id || '=' || c.body, ' ' order by c.{parent}_comment_id) from boost.{comments} c where c.{parent}_id = i.id), '')
                || (select case when count(*) = 2 then '' else ' with ' || count(*) || ' labels' end from boost.{table}_label l where l.{parent}_id = i.id)
            from boost.{table} i where i.{key} = $1
            """, r => found = r.GetString(0), cancellation, issue.IssueId);
        var wanted = $"{issue.Newest!.Value.Title} {string.Join(' ', issue.Comments.Select(c => $"{c.Key}={c.Value.Body}"))}";
        if (found != wanted) world.Tally.Fault(Issues, $"{table} {issue.IssueId} is \"{found}\" instead of \"{wanted}\"");
        world.Tally.Count("issues checked");
    }

    /// <summary>Records an uploaded history.</summary>
    internal void Note(ImportedHistory history) => _histories.Add(history);
}
