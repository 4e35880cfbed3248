using System.Globalization;
using System.Text;
using EventSourced.Commands.Boost.GitHub.Collecting;
using EventSourced.Contracts.Boost;
using EventSourced.Testing;

namespace EventSourced.Commands.Tests.Boost.GitHub;

/// <summary>The collector asks a server that speaks GitHub's API: pages, tags, limits, errors, redirects, and how far it has got.</summary>
public sealed class RepositoryCollectorTests
{
    private const string Token = "secret-token-4711";
    private static readonly CollectedUpTo s_nothing = new(null, null, null, null, []);

    [Fact]
    public async Task Everything_is_asked_for_in_the_order_in_which_it_can_be_recorded()
    {
        using var server = new ApiServer(Plain);
        var (collected, lines) = await CollectAsync(server, s_nothing);
        Assert.Empty(collected.Notes);
        Assert.Equal(
            ["\"full_name\"", "\"Rust\"", "\"number\":1", "\"head\"", "\"number\":3", "\"issue_url\"", "\"diff_hunk\"", "\"sha\":\"a", "\"sha\":\"b"],
            lines.Zip((string[])["\"full_name\"", "\"Rust\"", "\"number\":1", "\"head\"", "\"number\":3", "\"issue_url\"", "\"diff_hunk\"", "\"sha\":\"a", "\"sha\":\"b"], (line, part) => line.Contains(part, StringComparison.Ordinal) ? part : line));
        Assert.Equal((9L, "o/r"), (collected.Entries, collected.Repository));
        // One second after the last entry of each list.
        Assert.Equal(("03:00:01", "04:00:01", "05:00:01", "02:00:01"), (Clock(collected.UpTo.Issues), Clock(collected.UpTo.Comments), Clock(collected.UpTo.ReviewComments), Clock(collected.UpTo.Commits)));
        Assert.All(server.Requests, r => Assert.Equal($"Bearer {Token}", r.Headers["Authorization"]));
        Assert.All(server.Requests, r => Assert.Contains("EventSourced", r.Headers["User-Agent"], StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_next_run_asks_for_what_has_changed_and_by_tags()
    {
        using var server = new ApiServer(r => r.Headers.ContainsKey("If-None-Match") ? new(304) : r.PathAndQuery.Contains("since=", StringComparison.Ordinal) ? new(200, "[]") : Plain(r));
        var (first, _) = await CollectAsync(server, s_nothing);
        var before = server.Requests.Count;
        var (second, lines) = await CollectAsync(server, first.UpTo);
        Assert.Empty(lines);
        Assert.Empty(second.Notes);
        Assert.Equal(first.UpTo with { Tags = [] }, second.UpTo with { Tags = [] });
        Assert.Equal(first.UpTo.Tags, second.UpTo.Tags);
        Assert.Equal(
            [
                "/repos/o/r", "/repos/o/r/languages", "/repos/o/r/issues?state=all&sort=updated&direction=asc&per_page=2&since=2024-01-01T03:00:01Z",
                "/repos/o/r/issues/comments?sort=updated&direction=asc&per_page=2&since=2024-01-01T04:00:01Z",
                "/repos/o/r/pulls/comments?sort=updated&direction=asc&per_page=2&since=2024-01-01T05:00:01Z", "/repos/o/r/commits?per_page=2&since=2024-01-01T02:00:01Z",
            ], server.Requests.Skip(before).Select(r => r.PathAndQuery));
    }

    [Fact]
    public async Task An_error_of_the_server_is_retried_and_a_limit_waited_for()
    {
        var answered = 0;
        using var server = new ApiServer(r => r.PathAndQuery != "/repos/o/r" ? Plain(r) : ++answered switch
        {
            1 => new(502, "bad gateway"),
            2 => new(403, "{\"message\":\"secondary rate limit\"}", ("Retry-After", "1")),
            3 => new(429, "", ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))),
            _ => Plain(r),
        });
        var (collected, lines) = await CollectAsync(server, s_nothing);
        Assert.Empty(collected.Notes);
        Assert.Equal((9, 4), (lines.Count, answered));
    }

    [Fact]
    public async Task A_limit_that_lasts_too_long_ends_the_run_which_says_how_far_it_is()
    {
        var reset = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var server = new ApiServer(r => r.PathAndQuery.Contains("/issues/comments", StringComparison.Ordinal)
            ? new(403, "{\"message\":\"API rate limit exceeded\"}", ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", reset)) : Plain(r));
        var (collected, lines) = await CollectAsync(server, s_nothing);
        Assert.Equal(5, lines.Count);
        Assert.Contains("answers no more requests before", Assert.Single(collected.Notes), StringComparison.Ordinal);
        Assert.Equal(("03:00:01", null, null, null), (Clock(collected.UpTo.Issues), collected.UpTo.Comments, collected.UpTo.ReviewComments, collected.UpTo.Commits));
        // Not once more.
        Assert.Single(server.Requests, r => r.PathAndQuery.Contains("/issues/comments", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_renamed_repository_is_followed_and_said()
    {
        using var server = new ApiServer(r => r.PathAndQuery == "/repos/old/name" ? new(301, "", ("Location", "/repositories/42"))
            : r.PathAndQuery == "/repositories/42" ? Plain(r with { PathAndQuery = "/repos/o/r" }) : Plain(r));
        var (collected, lines) = await CollectAsync(server, s_nothing, "old", "name");
        Assert.Equal((9, "o/r"), (lines.Count, collected.Repository));
        Assert.StartsWith("old/name is now o/r, and is recorded under that name.", Assert.Single(collected.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(301, "Location", "http://localhost.invalid/repos/o/r", "is redirected to another server")]
    [InlineData(200, "Link", "<http://localhost.invalid/x>; rel=\"next\"", "has its next page on another server")]
    public async Task The_token_is_not_sent_to_another_server(int status, string header, string value, string says)
    {
        using var server = new ApiServer(r => r.PathAndQuery == "/repos/o/r" ? new(status, "{}", (header, value)) : Plain(r));
        var error = await Assert.ThrowsAsync<GitHubApiException>(() => CollectAsync(server, s_nothing));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endless_pages_are_bounded_and_pages_in_a_circle_are_noticed()
    {
        var page = 0;
        using var endless = new ApiServer(r => r.PathAndQuery.StartsWith("/repos/o/r/issues?", StringComparison.Ordinal)
            ? new(200, $"[{Issue(1, 1)}]", ("Link", $"</repos/o/r/issues?page={++page}>; rel=\"next\", </repos/o/r/issues?page=9>; rel=\"last\"")) : Plain(r));
        var (collected, lines) = await CollectAsync(endless, s_nothing);
        Assert.Contains("has more than 5 pages (Boost:GitHub:MaxPages)", Assert.Single(collected.Notes), StringComparison.Ordinal);
        Assert.Equal(7, lines.Count);
        Assert.Equal("01:00:00", Clock(collected.UpTo.Issues));

        using var circle = new ApiServer(r => r.PathAndQuery.StartsWith("/repos/o/r/issues?", StringComparison.Ordinal)
            ? new(200, $"[{Issue(1, 1)}]", ("Link", "</repos/o/r/issues?page=7>; rel=\"next\"")) : Plain(r));
        Assert.Contains("go round in a circle", Assert.Single((await CollectAsync(circle, s_nothing)).Collected.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_of_changes_go_on_by_time_so_that_what_moves_is_not_missed()
    {
        // After the first page, issue 1 is changed again and moves to the end: page 2 by number would begin with issue 4.
        using var server = new ApiServer(r => !r.PathAndQuery.StartsWith("/repos/o/r/issues?", StringComparison.Ordinal) ? Plain(r)
            : r.PathAndQuery.EndsWith("since=2024-01-01T02:00:00Z", StringComparison.Ordinal) ? new(200, $"[{Issue(2, 2)},{Issue(3, 3)},{Issue(4, 4)},{Issue(1, 6)}]")
            : r.PathAndQuery.Contains("page=2&", StringComparison.Ordinal) ? new(200, $"[{Issue(4, 4)},{Issue(1, 6)}]")
            : new(200, $"[{Issue(1, 1)},{Issue(2, 2)}]", ("Link", "</repos/o/r/issues?page=2&per_page=2>; rel=\"next\"")));
        var (collected, lines) = await CollectAsync(server, s_nothing);
        Assert.Contains(lines, l => l.Contains("\"number\":3,", StringComparison.Ordinal));
        Assert.Equal("06:00:01", Clock(collected.UpTo.Issues));
    }

    [Fact]
    public async Task Bounded_requests_end_a_run_and_the_next_goes_on_after_its_commits()
    {
        // Repository, languages, issues, pull request, two lists of comments, list of commits, and one commit.
        using var server = new ApiServer(Plain);
        var (collected, lines) = await CollectAsync(server, s_nothing, options: o => new GitHubOptions { BaseUrl = o.BaseUrl, PageSize = 2, MaxRequests = 8 });
        Assert.Contains("has sent 8 requests", Assert.Single(collected.Notes), StringComparison.Ordinal);
        // The oldest commit is there.
        Assert.Contains("\"sha\":\"a", lines[^1], StringComparison.Ordinal);
        Assert.Equal("01:00:00", Clock(collected.UpTo.Commits));
    }

    [Fact]
    public async Task What_cannot_be_asked_is_said_without_the_token()
    {
        using var missing = new ApiServer(_ => new(404, "{\"message\":\"Not Found\"}"));
        using var forbidden = new ApiServer(_ => new(401, "{\"message\":\"Bad credentials\"}"));
        using var nonsense = new ApiServer(_ => new(200, "<html>"));
        foreach (var (server, says) in ((ApiServer, string)[])[(missing, "does not exist, or the token must not see it"), (forbidden, "Check Boost:GitHub:Token"), (nonsense, "is no JSON")])
        {
            var error = await Assert.ThrowsAsync<GitHubApiException>(() => CollectAsync(server, s_nothing));
            Assert.Contains(says, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(Token, error.ToString(), StringComparison.Ordinal);
        }
        Assert.DoesNotContain(Token, new GitHubOptions { Token = Token }.ToString()!, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, Assert.Throws<InvalidOperationException>(() => new GitHubOptions { Token = Token + "\n" }.Check()).Message, StringComparison.Ordinal);
    }

    private static ServerAnswer Plain(ServerRequest request)
    {
        var path = request.PathAndQuery.Split('?')[0];
        return path switch
        {
            "/repos/o/r" => new(200, """{"full_name":"o/r","owner":{"login":"o","id":1}}""", ("ETag", "\"r1\"")),
            "/repos/o/r/languages" => new(200, """{"Rust":1}""", ("ETag", "W/\"l1\"")),
            "/repos/o/r/issues" => new(200, $$"""[{{Issue(1, 1)}},{"number":2,"pull_request":{},"updated_at":"2024-01-01T02:00:00Z"},{{Issue(3, 3)}}]"""),
            "/repos/o/r/pulls/2" => new(200, """{"number":2,"head":{},"base":{}}"""),
            "/repos/o/r/issues/comments" => new(200, """[{"id":1,"issue_url":"x","updated_at":"2024-01-01T04:00:00Z"}]"""),
            "/repos/o/r/pulls/comments" => new(200, """[{"id":2,"diff_hunk":"x","updated_at":"2024-01-01T05:00:00Z"}]"""),
            // Newest first.
            "/repos/o/r/commits" => new(200, $"[{Commit('b', 2)},{Commit('a', 1)}]"),
            _ when path.StartsWith("/repos/o/r/commits/", StringComparison.Ordinal) => new(200, Commit(path[^1], path[^1] - 'a' + 1)),
            _ => new(404, "{\"message\":\"Not Found\"}"),
        };
    }

    private static string Issue(int number, int hour) => $$"""{"number":{{number}},"updated_at":"2024-01-01T{{hour:00}}:00:00Z"}""";

    private static string Commit(char sha, int hour) => $$$"""{"sha":"{{{new string(sha, 40)}}}","commit":{"committer":{"date":"2024-01-01T{{{hour:00}}}:00:00Z"} } }""";

    private static string? Clock(DateTimeOffset? time) => time?.ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static async Task<(CollectedAnswers Collected, IReadOnlyList<string> Lines)> CollectAsync(
        ApiServer server, CollectedUpTo upTo, string owner = "o", string name = "r", Func<GitHubOptions, GitHubOptions>? options = null)
    {
        var settings = new GitHubOptions { BaseUrl = server.Address, Token = Token, PageSize = 2, MaxPages = 5, RetryDelay = TimeSpan.FromMilliseconds(1), MaxWait = TimeSpan.FromSeconds(5) };
        settings = (options?.Invoke(settings) ?? settings).Check();
        using var output = new MemoryStream();
        var api = new ApiSession(new GitHubApi(new TestClients(), settings, TimeProvider.System), settings);
        var collected = await new RepositoryCollector(api, TimeProvider.System, output).CollectAsync(owner, name, upTo, TestContext.Current.CancellationToken);
        return (collected, Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
