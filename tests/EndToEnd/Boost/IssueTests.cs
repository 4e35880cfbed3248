namespace EventSourced.EndToEnd.Boost;

/// <summary>Issues and pull requests: from commands to tables.</summary>
public sealed class IssueTests
{
    [Fact]
    public async Task Issues_and_pull_requests_are_in_their_tables_with_their_comments_people_and_labels()
    {
        await using var world = await LibraryWorld.StartAsync();
        var early = await world.CommandAsync("repos/Octo/tool/issues", Issue(1, "2024-01-02T00:00:00Z"), 404);
        Assert.Contains("repository_not_found", early.ToJsonString(), StringComparison.Ordinal);
        await world.CommandAsync("repos/Octo/tool", new { });

        await world.CommandAsync("repos/Octo/tool/issues", Issue(1, "2024-01-02T00:00:00Z"));
        // In another case of the names, which are those of the same repository.
        var newer = await world.CommandAsync("repos/octo/TOOL/issues", Issue(1, "2024-01-03T00:00:00+02:00", "Later", ["api", "docs"]));
        Assert.Equal((false, true, 0), ((bool)newer["result"]!["is_new"]!, (bool)newer["result"]!["is_changed"]!, (int)newer["result"]!["new_comments"]!));
        var older = await world.CommandAsync("repos/octo/tool/issues", Issue(1, "2024-01-01T00:00:00Z", "Earlier", []));
        Assert.Equal((false, 2), ((bool)older["result"]!["is_changed"]!, (int)older["result"]!["older_than_known"]!));
        await world.CommandAsync("repos/octo/tool/pulls", new
        {
            number = 2,
            pull_request_id = 200,
            author = new { username = "ANN" },
            title = "Pull",
            state = "closed",
            head_hash = "a1",
            base_hash = "b2",
            merged_at = "2024-01-04T00:00:00Z",
            updated_at = "2024-01-04T00:00:00Z",
            assignees = new[] { new { username = "nobody" }, new { username = "ann" } },
            comments = new[] { new { comment_id = 21, author = new { username = "ann" }, body = "conversation" } },
            review_comments = new object[]
            {
                new { comment_id = 22, author = new { username = "ann" }, body = "code", updated_at = "2024-01-04T00:00:00Z" },
                new { comment_id = 23, author = new { username = "nobody" }, body = "answer", in_reply_to_id = 22 },
            },
        });

        await world.CatchUpAsync();
        Assert.Equal(["1 Later open 2024-01-02 22:00:00 ann"], await world.ListAsync(
            "select i.issue_number || ' ' || i.title || ' ' || i.state || ' ' || (i.issue_updated_at at time zone 'UTC') || ' ' || a.username from boost.issue i join boost.github_account a on a.id = i.account_id join boost.github_repository r on r.id = i.repo_id"));
        Assert.Equal(["api", "docs"], await world.ListAsync("select label_name from boost.issue_label l join boost.issue i on i.id = l.issue_id order by 1"));
        Assert.Equal(["11 edited"], await world.ListAsync("select c.issue_comment_id || ' ' || c.body from boost.issue_comment c join boost.issue i on i.id = c.issue_id order by 1"));
        Assert.Equal(["2 merged a1 b2 583231"], await world.ListAsync(
            "select p.pr_number || ' ' || p.state || ' ' || p.head_hash || ' ' || p.base_hash || ' ' || a.github_account_id from boost.pull_request p join boost.github_account a on a.id = p.account_id"));
        // Somebody without an account has a number after that of the owner.
        Assert.Equal(["-2", "583231"], await world.ListAsync("select a.github_account_id::text from boost.pull_request_assignee s join boost.github_account a on a.id = s.account_id order by 1"));
        Assert.Equal(["21 conversation"], await world.ListAsync("select c.pr_comment_id || ' ' || c.body from boost.pull_request_comment c join boost.pull_request p on p.id = c.pr_id"));
        Assert.Equal(["22 code 0", "23 answer 22"], await world.ListAsync(
            "select c.pr_review_id || ' ' || c.body || ' ' || coalesce(c.in_reply_to_id, 0) from boost.pull_request_review c join boost.pull_request p on p.id = c.pr_id order by 1"));

        // The same again is nothing.
        var again = await world.CommandAsync("repos/octo/tool/issues", Issue(1, "2024-01-03T00:00:00+02:00", "Later", ["docs", "api", "api", ""]));
        Assert.Equal((false, false, 0), ((bool)again["result"]!["is_new"]!, (bool)again["result"]!["is_changed"]!, (int)again["result"]!["changed_comments"]!));
        var both = await world.CommandAsync("repos/octo/tool/issues", Issue(2, "2024-01-09T00:00:00Z"), 409);
        Assert.Contains("is pull request 200", both.ToJsonString(), StringComparison.Ordinal);
        var bad = await world.CommandAsync("repos/octo/tool/issues", new { number = 3, issue_id = 1, author = new { username = " " }, title = "t", state = "merged" }, 422);
        foreach (var field in (string[])["author.username", "state"]) Assert.Contains(field, bad.ToJsonString(), StringComparison.Ordinal);
    }

    private static object Issue(int number, string updated, string title = "First", string[]? labels = null) => new
    {
        number,
        issue_id = 100,
        author = new { username = "ann", github_account_id = 583231 },
        title,
        updated_at = updated,
        labels = labels ?? ["bug"],
        comments = new[] { new { comment_id = 11, author = new { username = "ann", github_account_id = 583231 }, body = title == "First" ? "text" : "edited", updated_at = updated } },
    };
}
