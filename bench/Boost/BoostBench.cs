using EventSourced.Bench.Counting;
using EventSourced.Bench.Frame;

namespace EventSourced.Bench.Boost;

/// <summary>
/// The rebuild of all Boost tables, compared with reading the log; then pages of commits and of issues with a label over HTTP, compared with clients that read the same rows with the
/// same SQL by Npgsql.
/// </summary>
internal sealed class BoostBench : IBench
{
    private const int Events = 1_000_000, Rows = 50;

    private const string Commits = """
        select c.commit_hash, c.comment, c.commit_at, a.github_account_id, a.username, a.display_name, f.files, f.additions, f.deletions
        from (select * from boost.git_commit where repo_id = (select id from boost.github_repository where repo_name = $1) order by commit_at desc, id desc limit $2) c
            left join boost.github_account a on a.id = c.account_id
            cross join lateral (select count(*) as files, sum(additions) as additions, sum(deletions) as deletions from boost.git_commit_file_change where commit_id = c.id) f
        """;

    private const string Issues = """
        select i.*, a.github_account_id, a.username, a.display_name, array(select l.label_name from boost.issue_label l where l.issue_id = i.id order by 1),
            array(select u.username from boost.issue_assignee s join boost.github_account u on u.id = s.account_id where s.issue_id = i.id order by 1),
            (select count(*) from boost.issue_comment c where c.issue_id = i.id)
        from boost.issue i left join boost.github_account a on a.id = i.account_id
        where i.repo_id = (select id from boost.github_repository where repo_name = $1) and exists (select from boost.issue_label l where l.issue_id = i.id and l.label_name = 'bug')
        order by i.issue_number desc limit $2
        """;

    public string Name => "boost";

    public async Task RunAsync(BenchDatabase database, Report report)
    {
        await using var log = new FilledLog(database);
        await log.FillAsync(Events, BoostEvents.Of);
        report.Add($"rebuild of all Boost tables, {Events:N0} events; floor: reading only", "events/s", await Rebuilds.BesideReadingAsync(database, log.Store, Events, "boost"), new Target.Times(0.25));

        await database.ExecuteAsync("VACUUM ANALYZE");
        await using var api = await ServedApi.StartAsync(database);
        await PageAsync($"page of {Rows} commits, {ServedApi.Clients} clients", Commits, "commits?");
        await PageAsync($"page of {Rows} issues with a label, {ServedApi.Clients} clients", Issues, "issues?label=bug&");

        async Task PageAsync(string what, string sql, string path) => report.Add(what, "requests/s", await Rounds.RunAsync(
            () => ServedApi.CallAsync(async n =>
            {
                if (await ServedApi.ReadAsync(database, sql, BoostEvents.Repository(n), Rows) is var rows and not Rows) throw new InvalidOperationException($"{rows} rows of {Rows}.");
            }),
            () => ServedApi.CallAsync(n => api.Http.GetByteArrayAsync($"/boost/repos/bench/{BoostEvents.Repository(n)}/{path}limit={Rows}"))), new Target.Times(0.4));
    }
}
