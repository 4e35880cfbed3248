using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using EventSourced.Commands.Boost.GitHub.Collecting;
using EventSourced.Testing;

namespace EventSourced.Commands.Tests.Boost.GitHub;

/// <summary>Searches of a server that speaks GitHub's API: times that are divided, 1,000 results at most, and limits of their own.</summary>
public sealed partial class SearchesTests
{
    private static readonly DateTimeOffset s_from = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_time_with_more_than_a_page_is_divided_until_each_has_one()
    {
        // 30 repositories in an hour, some in the same minute, and the first and the last second.
        DateTimeOffset[] pushed = [s_from, s_from.AddHours(1), .. Enumerable.Range(0, 28).Select(i => s_from.AddSeconds(i < 14 ? 600 + (i % 5) : 100 * i))];
        using var server = new ApiServer(request => Search(request, pushed));
        var found = await FindAsync(server, s_from, s_from.AddHours(1).AddMilliseconds(300));
        Assert.Equal(pushed.Order().Select(p => p.ToString("O")), found.SelectMany(f => f.Results.Items).Select(i => i.GetProperty("pushed_at").GetDateTimeOffset().ToString("O")).Order());
        Assert.All(found, f => Assert.False(f.Results.IsPartial));
        // The times follow each other, up to the end.
        Assert.Equal(found.Select(f => f.To).Order(), found.Select(f => f.To));
        Assert.Equal(s_from.AddHours(1), found[^1].To);
    }

    [Fact]
    public async Task Within_a_second_pages_are_read_and_what_is_after_1000_is_known_to_be_missing()
    {
        using var server = new ApiServer(request => Search(request, [.. Enumerable.Repeat(s_from, 1_234)]));
        var found = Assert.Single(await FindAsync(server, s_from, s_from, pageSize: 100));
        Assert.Equal((1_234, 1_000, true), (found.Results.Total, found.Results.Items.Count, found.Results.IsPartial));
        Assert.Equal(10, server.Requests.Count);
    }

    [Fact]
    public async Task A_search_that_took_too_long_is_asked_for_once_more_and_then_is_incomplete()
    {
        var asked = 0;
        using var server = new ApiServer(_ => new(200, $$"""{"total_count":3,"incomplete_results":{{(++asked is 1 or > 2 ? "true" : "false")}},"items":[]}"""));
        var searches = Searches(server);
        Assert.Equal(3, await searches.CountAsync("a", TestContext.Current.CancellationToken));
        Assert.Null(await searches.CountAsync("a", TestContext.Current.CancellationToken));
        Assert.Equal(4, asked);
    }

    [Fact]
    public async Task A_spent_limit_is_waited_for_before_the_next_search_and_does_not_hold_up_others()
    {
        var reset = DateTimeOffset.UtcNow.AddSeconds(1).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var server = new ApiServer(r => r.PathAndQuery.StartsWith("/search/", StringComparison.Ordinal)
            ? new(200, """{"total_count":1,"items":[]}""", ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", reset)) : new(200, "{}"));
        var session = Session(server);
        var searches = new Searches(session);
        await searches.CountAsync("a", TestContext.Current.CancellationToken);
        var watch = Stopwatch.StartNew();
        await session.GetAsync("repos/o/r", TestContext.Current.CancellationToken);
        await searches.CodeAsync("a", TestContext.Current.CancellationToken);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(0.9), $"{watch.Elapsed}");
        await searches.CountAsync("a", TestContext.Current.CancellationToken);
        // The limit was reset a second after the time of the answer, at the earliest; clocks may differ by another.
        Assert.True(watch.Elapsed > TimeSpan.FromSeconds(0.9), $"{watch.Elapsed}");
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task A_spent_limit_that_lasts_too_long_is_not_asked_again()
    {
        var reset = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var server = new ApiServer(_ => new(200, """{"total_count":1,"items":[]}""", ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", reset)));
        var searches = Searches(server);
        await searches.CountAsync("a", TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<GitHubApiException>(() => searches.CountAsync("b", TestContext.Current.CancellationToken));
        Assert.Contains("answers no more requests before", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_secondary_limit_without_a_time_is_one_and_not_a_lack_of_permissions()
    {
        using var server = new ApiServer(_ => new(403, """{"message":"You have exceeded a secondary rate limit. Please wait a few minutes."}"""));
        // A minute is longer than this run waits.
        var error = await Assert.ThrowsAsync<GitHubApiException>(() => Searches(server).CountAsync("a", TestContext.Current.CancellationToken));
        Assert.Contains("answers no more requests before", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"total_count":1}""")]
    [InlineData("""{"total_count":"1","items":[]}""")]
    public async Task What_is_no_result_of_a_search_is_said(string body)
    {
        using var server = new ApiServer(_ => new(200, body));
        var error = await Assert.ThrowsAsync<GitHubApiException>(() => Searches(server).CountAsync("a", TestContext.Current.CancellationToken));
        Assert.Contains("search/repositories is no result of a search", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Texts_that_are_no_unicode_are_replaced()
    {
        // Half of a pair, a pair, and an escaped backslash before what looks like half of one.
        using var server = new ApiServer(_ => new(200, """{"total_count":1,"items":[{"pa\udc00th":"\ud83d-\ud83d\ude00-\\ud83d"}]}"""));
        var found = await Searches(server).CodeAsync("a", TestContext.Current.CancellationToken);
        Assert.Equal("\uFFFD-\U0001F600-\\ud83d", found.Items[0].GetProperty("pa\uFFFDth").GetString());
    }

    private static async Task<IReadOnlyList<FoundWithin>> FindAsync(ApiServer server, DateTimeOffset from, DateTimeOffset to, int pageSize = 5)
    {
        List<FoundWithin> found = [];
        await foreach (var part in Searches(server, pageSize).WithinAsync("language:C++", "pushed", from, to, TestContext.Current.CancellationToken)) found.Add(part);
        return found;
    }

    // Like GitHub: both ends belong to a time.
    private static ServerAnswer Search(ServerRequest request, IReadOnlyList<DateTimeOffset> pushed)
    {
        var query = Uri.UnescapeDataString(request.PathAndQuery);
        var time = Time().Match(query);
        var (from, to) = (At(time.Groups[1].Value), At(time.Groups[2].Value));
        var (size, page) = (int.Parse(Size().Match(query).Groups[1].Value, CultureInfo.InvariantCulture), Page().Match(query) is { Success: true } p ? int.Parse(p.Groups[1].Value, CultureInfo.InvariantCulture) : 1);
        var found = pushed.Where(at => at >= from && at <= to).ToList();
        var items = string.Join(',', found.Skip((page - 1) * size).Take(size).Select(at => $$"""{"pushed_at":"{{at:O}}"}"""));
        var next = page * size < found.Count ? [("Link", $"<{request.PathAndQuery.Split("&page=")[0]}&page={page + 1}>; rel=\"next\"")] : Array.Empty<(string, string)>();
        return new(200, $$"""{"total_count":{{found.Count}},"incomplete_results":false,"items":[{{items}}]}""", next);
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static Searches Searches(ApiServer server, int pageSize = 5) => new(Session(server, pageSize));

    private static ApiSession Session(ApiServer server, int pageSize = 5)
    {
        var options = new GitHubOptions { BaseUrl = server.Address, PageSize = pageSize, RetryDelay = TimeSpan.FromMilliseconds(1), MaxWait = TimeSpan.FromSeconds(5) }.Check();
        return new(new GitHubApi(new TestClients(), options, TimeProvider.System), options);
    }

    [GeneratedRegex(@"pushed:(\S+?)\.\.([^&\s]+)")]
    private static partial Regex Time();

    [GeneratedRegex(@"per_page=(\d+)")]
    private static partial Regex Size();

    [GeneratedRegex(@"&page=(\d+)")]
    private static partial Regex Page();
}
