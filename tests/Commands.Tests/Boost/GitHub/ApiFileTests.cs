using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using EventSourced.Commands.Boost.Commits;
using EventSourced.Commands.Boost.GitHub;
using EventSourced.Testing;

namespace EventSourced.Commands.Tests.Boost.GitHub;

/// <summary>Answers of GitHub's API are recognised by their members, and what cannot be recorded is said with its place.</summary>
public sealed class ApiFileTests
{
    private const string Ann = """{"login":"ann","id":7,"type":"User"}""";
    private const string IssueOne = $$"""{"url":"https://api.github.com/repos/o/r/issues/1","number":1,"id":100,"title":"t","state":"open","user":{{Ann}},"labels":[{"name":"bug"},"bug",{"name":" "}],"assignees":[{{Ann}},null],"updated_at":"2024-01-02T03:04:05Z","body":null,"comments":3}""";
    private const string PullTwo = $$"""{"number":2,"id":200,"title":"p","state":"closed","user":{{Ann}},"head":{"sha":"a1","repo":null},"base":{"sha":"b2"},"merged_at":"2024-01-02T03:04:05Z","issue_url":"https://api.github.com/repos/o/r/issues/2"}""";

    private readonly ReadingNotes _notes = new();

    [Theory]
    [InlineData("beast", "boostorg")]
    [InlineData("llvm-project", "llvm")]
    public async Task Recorded_answers_have_the_counted_facts(string folder, string owner)
    {
        var path = SharedFolder.Find(Path.Combine("github", folder));
        Assert.SkipWhen(path is null, SharedFolder.Absent);
        var facts = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(path, "issues.expected.json"), TestContext.Current.CancellationToken))!;
        // In the order of their names, comments come before the issues.
        string[] files = [.. Directory.GetFiles(path).Where(f => !f.EndsWith(".expected.json", StringComparison.Ordinal) && !Path.GetFileName(f).StartsWith("commits", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        var entries = await ReadAsync(Zip([.. files.Select(f => (Path.GetFileName(f), File.ReadAllBytes(f)))]), owner, folder);
        var numbers = entries.Select(e => e.Number).OfType<EventSourced.Commands.Boost.Issues.NumberFacts>().ToList();
        var issues = numbers.Select(n => n.Issue).OfType<Contracts.Boost.RecordIssue>().ToList();
        var pulls = numbers.Select(n => n.PullRequest).OfType<Contracts.Boost.RecordPullRequest>().ToList();

        Assert.Equal(Fact("plain_issues"), issues.Count);
        Assert.Equal(Fact("pulls"), pulls.Count);
        Assert.Equal(Fact("pulls"), numbers.Count(n => n.IsListedPullRequest));
        Assert.Equal(Fact("merged_pulls"), pulls.Count(p => p.MergedAt is not null));
        Assert.Equal(Fact("open"), issues.Count(i => i.State == "open") + pulls.Count(p => p.State == "open"));
        Assert.Equal(Fact("closed"), issues.Count(i => i.State == "closed") + pulls.Count(p => p.State == "closed"));
        Assert.Equal(Fact("comments") - Fact("comments_by_deleted_accounts"), numbers.Sum(n => n.Comments.Count));
        Assert.Equal(Fact("comments_by_deleted_accounts"), LeftOut("comments without an account"));
        Assert.Equal(Fact("review_comments"), numbers.Sum(n => n.ReviewComments.Count) + LeftOut("comments on lines of code without an account"));
        Assert.Equal(Fact("reviews"), LeftOut(ApiElements.Reviews));
        Assert.Equal(Fact("events"), LeftOut("events, of which only"));
        foreach (var (reason, count) in facts["state_reasons"]!.AsObject().Where(r => r.Key != "None")) Assert.Equal((int)count!, issues.Count(i => i.StateReason == reason));
        foreach (var (label, count) in facts["labels_used"]!.AsObject()) Assert.Equal((int)count!, issues.Count(i => i.Labels!.Contains(label)) + pulls.Count(p => p.Labels!.Contains(label)));
        Assert.Equal((string)facts["latest_update"]!, issues.Select(i => i.UpdatedAt).Concat(pulls.Select(p => p.UpdatedAt)).Max()!.Value.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null));
        Assert.Empty(_notes.Warnings);
        // Pull requests before the lists that mention them, and comments last.
        Assert.True(numbers.FindLastIndex(n => n.PullRequest is not null) < numbers.FindIndex(n => n.IsListedPullRequest));
        Assert.True(numbers.FindLastIndex(n => n.Issue is not null) < numbers.FindIndex(n => n.Comments.Count > 0));

        int Fact(string name) => (int)facts[name]!;
    }

    [Fact]
    public async Task Recorded_commits_have_the_counted_facts()
    {
        var path = SharedFolder.Find("github/beast");
        Assert.SkipWhen(path is null, SharedFolder.Absent);
        var facts = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(path, "commits.expected.json"), TestContext.Current.CancellationToken))!;
        string[] files = [.. Directory.GetFiles(path, "commits-*").Order(StringComparer.Ordinal)];
        var commits = (await ReadAsync(Zip([.. files.Select(f => (Path.GetFileName(f), File.ReadAllBytes(f)))]), "boostorg", "beast")).Select(e => e.Commit!).ToList();
        Assert.Equal((int)facts["commits_listed"]!, commits.Select(c => c.Sha).Distinct().Count());
        Assert.Equal((int)facts["files_in_details"]!, commits.Sum(c => c.Files?.Count ?? 0));
        Assert.Equal((int)facts["additions"]!, commits.Sum(c => c.Files?.Sum(f => f.Additions) ?? 0));
        Assert.Equal((int)facts["deletions"]!, commits.Sum(c => c.Files?.Sum(f => f.Deletions) ?? 0));
    }

    [Theory]
    [InlineData("github_issue_1.json", "zhquan_example/repo", 1)]
    [InlineData("github_issue_2.json", "zhquan_example/repo", 1)]
    [InlineData("github_issue_2_reactions.json", "zhquan_example/repo", 0)]
    [InlineData("github_issue_comments_1.json", "zhquan_example/repo", 1)]
    // The repository and its licence.
    [InlineData("github_repo.json", "kubernetes/kubernetes", 2)]
    [InlineData("github_request.json", "zhquan_example/repo", 1)]
    [InlineData("github_request_pull_request_1.json", "zhquan_example/repo", 1)]
    [InlineData("github_request_pull_request_1_comments.json", "zhquan_example/repo", 2)]
    [InlineData("github_request_pull_request_1_commits.json", "chaoss/grimoirelab-perceval", 1)]
    [InlineData("github_request_pull_request_1_reviews.json", "zhquan_example/repo", 0)]
    [InlineData("rate_limit.json", "zhquan_example/repo", 0)]
    public async Task Every_recorded_shape_is_recognised_and_nothing_disappears(string file, string repository, int entries)
    {
        var path = SharedFolder.Find("github/fixtures");
        Assert.SkipWhen(path is null, SharedFolder.Absent);
        var facts = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(path, file + ".expected.json"), TestContext.Current.CancellationToken))!;
        var read = await ReadAsync(new MemoryStream(await File.ReadAllBytesAsync(Path.Combine(path, file), TestContext.Current.CancellationToken)), repository.Split('/')[0], repository.Split('/')[1]);
        Assert.Equal(entries, read.Count);
        Assert.DoesNotContain(_notes.LeftOut, l => l.Reason.Contains("unknown", StringComparison.Ordinal));
        if (entries == 0) Assert.Equal((long)facts["items"]!, _notes.LeftOut.Sum(l => l.Count));
    }

    [Fact]
    public async Task An_issue_and_a_pull_request_have_all_that_an_answer_says()
    {
        var read = await ReadAsync($"[{IssueOne},{PullTwo}]");
        var issue = read[0].Number!.Issue!;
        Assert.Equal((1, 100L, "ann", "", "open", new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero)), (issue.Number, issue.IssueId, issue.Author.Username, issue.Body, issue.State, issue.UpdatedAt));
        Assert.Equal(["bug"], issue.Labels);
        Assert.Equal([7L], issue.Assignees!.Select(a => a.GithubAccountId));
        Assert.Equal((1, 1, 1), (LeftOut("labels that are repeated"), LeftOut("labels without a name"), LeftOut("assignees without an account")));
        var pull = read[1].Number!.PullRequest!;
        Assert.Equal((200L, "a1", "b2", true), (pull.PullRequestId, pull.HeadHash, pull.BaseHash, pull.MergedAt is not null));
        // An answer that does not name a set leaves the known one.
        Assert.Null(pull.Labels);
    }

    [Fact]
    public async Task Flat_and_nested_answers_with_comments_are_the_same()
    {
        var comment = $$"""{"id":11,"user":{{Ann}},"body":"c","updated_at":"2024-01-02T00:00:00Z"}""";
        var review = $$"""{"id":12,"user":{{Ann}},"body":"line","in_reply_to_id":9,"path":"a.h","pull_request_url":"https://api.github.com/repos/o/r/pulls/2"}""";
        const string Approval = """{"id":13,"user":{"login":"ann","id":7},"state":"APPROVED","submitted_at":"2024-01-02T00:00:00Z","pull_request_url":"https://api.github.com/repos/o/r/pulls/2"}""";
        var flat = await ReadAsync($"{IssueOne.Replace("\"comments\":3", $"\"comments\":[{comment}]")}\n{PullTwo.TrimEnd('}')},\"comments\":[{comment}],\"reviews\":[{review},{Approval}]}}");
        var nested = await ReadAsync($"{{\"issue_info\":{IssueOne},\"comments\":[{comment}]}}\n{{\"pr_info\":{PullTwo},\"comments\":[{comment}],\"reviews\":[{review},{Approval}]}}");
        Assert.Equal(2, flat.Count);
        foreach (var (one, other) in flat.Zip(nested))
        {
            Assert.Equal(one.Number!.Comments, other.Number!.Comments);
            Assert.Equal(one.Number.ReviewComments, other.Number.ReviewComments);
            Assert.Equal(one.Number.Number, other.Number.Number);
        }
        Assert.Equal((11L, 12L, 9L), (flat[1].Number!.Comments[0].CommentId, flat[1].Number!.ReviewComments[0].CommentId, flat[1].Number!.ReviewComments[0].InReplyToId));
        Assert.Equal(2, LeftOut(ApiElements.Reviews));
    }

    [Fact]
    public async Task What_lacks_an_id_a_number_or_an_account_is_left_out_and_said_with_its_place()
    {
        var read = await ReadAsync($$"""
            [{{IssueOne}},
             {{IssueOne.Replace("\"id\":100,", "")}},
             {{IssueOne.Replace("\"number\":1,", "\"number\":0,")}},
             {{IssueOne.Replace($"\"user\":{Ann}", "\"user\":null")}},
             {{IssueOne.Replace("\"state\":\"open\"", "\"state\":\"half\"")}},
             {{PullTwo.Replace("\"id\":200,", "\"id\":\"x\",")}},
             {"id":5,"user":null,"body":"b","issue_url":"https://api.github.com/repos/o/r/issues/1"},
             {"user":{{Ann}},"body":"b","issue_url":"https://api.github.com/repos/o/r/issues/1"},
             {"id":5,"user":{{Ann}},"body":"b","issue_url":"https://api.github.com/repos/o/r/issues/"},
             {"something":"else"}, 5]
            """);
        Assert.Single(read);
        Assert.Equal(
            [
                "comments whose issue_url has no number 9", "comments without an account 7", "comments without an id 8", "entries of an unknown shape 10,11", "issues that are neither open nor closed 5",
                "issues without a number 3", "issues without an account 4", "issues without an id 2", "pull requests without an id 6",
            ],
            _notes.LeftOut.Where(l => !l.Reason.StartsWith("labels", StringComparison.Ordinal) && !l.Reason.StartsWith("assignees", StringComparison.Ordinal)).Select(l => $"{l.Reason} {string.Join(',', l.Lines)}"));
    }

    [Fact]
    public async Task A_ghost_with_an_id_is_kept()
    {
        var read = await ReadAsync(IssueOne.Replace(Ann, """{"login":"ghost","id":10137,"type":"User"}"""));
        Assert.Equal(10137, read[0].Number!.Issue!.Author.GithubAccountId);
    }

    [Theory]
    [InlineData("", "not_github_answers", null, "the file is empty")]
    [InlineData("HTTP/1.1 200 OK", "not_github_answers", 1L, "without its headers")]
    [InlineData("[{\"a\":1,\"b\":\"c\"}]", "not_github_answers", null, "nothing in the file is an answer")]
    [InlineData("{\"message\":\"API rate limit exceeded\",\"documentation_url\":\"x\"}", "github_api_error", 1L, "API rate limit exceeded")]
    public async Task A_file_that_cannot_be_read_says_why(string content, string code, long? line, string says)
    {
        var error = await Assert.ThrowsAsync<ApiAnswersException>(() => ReadAsync(content));
        Assert.Equal((code, line), (error.Code, error.Line));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_is_cut_off_is_said_with_the_file_and_the_entry()
    {
        var whole = $"[{IssueOne},{PullTwo}]";
        var error = await Assert.ThrowsAsync<ApiAnswersException>(() => ReadAsync(whole[..^20]));
        Assert.Equal((ApiAnswersException.CutOff, 2L), (error.Code, error.Line));
        var inArchive = await Assert.ThrowsAsync<ApiAnswersException>(() => ReadAsync(Zip(("a.json", Bytes($"[{IssueOne}]")), ("b.json", Bytes(whole[..^20]))), "o", "r"));
        Assert.Contains("file 2 (issues): the JSON is damaged or cut off after 1 entries", inArchive.Message, StringComparison.Ordinal);
        var packed = Gzip(Bytes(whole));
        Assert.Equal(2, (await ReadAsync(new MemoryStream(packed), "o", "r")).Count);
        Assert.Equal(ApiAnswersException.CutOff, (await Assert.ThrowsAsync<ApiAnswersException>(() => ReadAsync(new MemoryStream(packed[..^30]), "o", "r"))).Code);
        var archive = Zip(("a.json", Bytes(whole))).ToArray();
        Assert.Contains("the archive is damaged or cut off", (await Assert.ThrowsAsync<ApiAnswersException>(() => ReadAsync(new MemoryStream(archive[..^30]), "o", "r"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_of_another_repository_are_left_out_and_a_file_of_only_these_is_refused()
    {
        var other = IssueOne.Replace("/repos/o/r/", "/repos/Other/r/");
        var read = await ReadAsync($"[{IssueOne.Replace("/repos/o/r/", "/repos/O/R/")},{other}]");
        Assert.Single(read);
        Assert.Equal("issues of another repository, other/r", _notes.LeftOut.Single(l => l.Reason.StartsWith("issues", StringComparison.Ordinal)).Reason);
        var error = await Assert.ThrowsAsync<ApiAnswersException>(() => ReadAsync($"[{other}]"));
        Assert.Equal(ApiAnswersException.OtherRepository, error.Code);
        Assert.Contains("other/r", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_without_the_one_before_it_is_said_and_other_files_too()
    {
        var page = Bytes($"[{IssueOne}]");
        Assert.Equal(3, (await ReadAsync(Zip(("x/issues-page-2.json", page), ("x/issues-page-5.json", page), ("y/page1.json", page), ("notes.txt", page)), "o", "r")).Count);
        Assert.Equal(["File 1 is page 2 of a list, and page 1 is not in the archive.", "File 2 is page 5 of a list, and pages 3 to 4 are not in the archive."], _notes.Warnings.Select(w => w.Split(" What")[0]));
        Assert.Equal([4L], _notes.LeftOut.Single(l => l.Reason.StartsWith("files of the archive", StringComparison.Ordinal)).Lines);
        await Assert.ThrowsAsync<ApiAnswersException>(() => ReadAsync(Zip(("notes.txt", page)), "o", "r"));
    }

    [Fact]
    public async Task A_repository_its_languages_licence_and_events_are_read()
    {
        var read = await ReadAsync($$"""
            {"full_name":"O/R","owner":{{Ann}},"stargazers_count":5,"forks_count":2,"description":"d","license":{"name":"MIT License","spdx_id":"MIT","url":"u"} }
            {"C++":12,"C":1}
            {"event":"closed","actor":{{Ann}},"issue":{{IssueOne}} }
            {"event":"labeled","actor":null,"issue":1}
            {"total_count":1,"items":[{{IssueOne}}]}
            """);
        Assert.Equal((5, 7L), (read[0].Repository!.Stars, read[0].Repository!.OwnerAccountId));
        Assert.Equal("MIT License", read[1].License!.LicenseName);
        Assert.Equal(12, read[2].Languages!.Languages["C++"]);
        Assert.Equal((7L, 100L, 100L), (read[3].Account!.GithubAccountId, read[4].Number!.Issue!.IssueId, read[5].Number!.Issue!.IssueId));
        Assert.Equal([4L], _notes.LeftOut.Single(l => l.Reason.StartsWith("events", StringComparison.Ordinal)).Lines);
    }

    private int LeftOut(string reason) => (int)_notes.LeftOut.Where(l => l.Reason.Contains(reason, StringComparison.Ordinal)
        && !l.Reason.Contains($"{reason} on", StringComparison.Ordinal)).Sum(l => l.Count);

    private Task<List<ApiEntry>> ReadAsync(string content) => ReadAsync(new MemoryStream(Bytes(content)), "o", "r");

    private async Task<List<ApiEntry>> ReadAsync(Stream content, string owner, string name)
    {
        List<ApiEntry> entries = [];
        await foreach (var entry in ApiFile.ReadAsync(content, owner, name, _notes, TestContext.Current.CancellationToken)) entries.Add(entry);
        return entries;
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)) stream.Write(content);
        return packed.ToArray();
    }

    private static MemoryStream Zip(params (string Name, byte[] Content)[] files)
    {
        var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }
        return packed;
    }
}
