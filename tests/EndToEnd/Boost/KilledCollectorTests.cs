using EventSourced.EndToEnd.Kills;
using EventSourced.Testing;

namespace EventSourced.EndToEnd.Boost;

/// <summary>A collector whose worker is killed while it waits for a page resumes after what it has recorded.</summary>
public sealed class KilledCollectorTests
{
    private const int PageSize = 2;

    // Newest first.
    private static readonly (char Sha, string At)[] s_commits = [.. Enumerable.Range(1, 7).Reverse().Select(n => ((char)('0' + n), $"2024-01-0{n}"))];

    [Fact]
    public async Task A_killed_worker_loses_no_page_and_the_next_one_goes_on_after_the_recorded_ones()
    {
        using var isAsked = new ManualResetEventSlim();
        using var mayAnswer = new ManualResetEventSlim();
        using var server = new ApiServer(request =>
        {
            var query = request.PathAndQuery;
            if (query.StartsWith("/repos/llvm/llvm-project/issues?", StringComparison.Ordinal))
                return new(200, query.Contains("since=", StringComparison.Ordinal) ? "[]" : """[{"number":1,"updated_at":"2024-02-01T00:00:00Z"}]""");
            var answer = CommitPages.Answer(query, s_commits, PageSize);
            if (!answer.Body.Contains(CommitPages.Hash('4'), StringComparison.Ordinal)) return answer;
            isAsked.Set();
            mayAnswer.Wait(TimeSpan.FromMinutes(4));
            return answer;
        });
        await using var servers = await TestServers.StartPrivateAsync(needBroker: true, TestContext.Current.CancellationToken);
        await using var system = await ServedSystem.CreateAsync(servers.PostgresConnectionString, servers.RabbitMqUri!, "collector",
            ("Boost__GitHub__BaseUrl", server.Address.AbsoluteUri), ("Boost__GitHub__PageSize", $"{PageSize}"));
        var worker = system.StartWorker();
        await system.SendAsync("/api/boost/collectors/clang/runs", new { });
        await system.UntilAsync("the second page is asked for", () => Task.FromResult(isAsked.IsSet));
        await system.UntilAsync("the first page is recorded", async () => await system.ScalarAsync<long>("SELECT count(*) FROM log.mt_events WHERE type = 'boost.clang_commits_recorded.v1'") == 1);

        worker.Kill();
        await worker.WaitForExitAsync(TestContext.Current.CancellationToken);
        var before = server.Requests.Count;
        mayAnswer.Set();
        system.StartWorker();
        await system.UntilAsync("the run has ended", async () => await system.ScalarAsync<long>("SELECT count(*) FROM log.mt_events WHERE type = 'boost.collector_run_ended.v1'") > 0);
        await system.UntilAsync("the tables have reached the end of the log", async () =>
            await system.ScalarAsync<bool>("SELECT min(position) >= (SELECT max(seq_id) FROM log.mt_events) FROM es.read_tables WHERE table_name LIKE 'boost.clang%'"));

        Assert.Equal(string.Join(' ', s_commits.Reverse().Select(c => CommitPages.Hash(c.Sha))), await system.ScalarAsync<string>("SELECT string_agg(sha, ' ' ORDER BY sha) FROM boost.clang_github_commit"));
        Assert.Equal(1L, await system.ScalarAsync<long>("SELECT count(*) FROM boost.clang_github_issue_item"));
        Assert.Equal(1L, await system.ScalarAsync<long>("SELECT count(*) FROM log.mt_events WHERE type = 'boost.collector_run_ended.v1'"));
        // It begins after the issue and with the page that it knows.
        var after = server.Requests.Skip(before).Select(r => r.PathAndQuery).ToList();
        Assert.Contains("&since=2024-02-01T00:00:01Z", after[0], StringComparison.Ordinal);
        Assert.All(after.Skip(1), query => Assert.Contains("/commits?until=2024-01-07T00:00:00Z", query, StringComparison.Ordinal));
    }
}
