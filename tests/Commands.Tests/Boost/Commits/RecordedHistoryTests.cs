using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EventSourced.Commands.Boost.Commits;
using EventSourced.Contracts.Boost;
using EventSourced.Testing;

namespace EventSourced.Commands.Tests.Boost.Commits;

/// <summary>Histories of real repositories, whose facts were counted by git.</summary>
public sealed class RecordedHistoryTests
{
    [Fact]
    public async Task A_log_and_json_lines_of_one_history_are_the_same_and_have_the_counted_facts()
    {
        var (folder, expected) = Expected("beast-commits.jsonl.gz");
        var (json, _) = await GitHistories.ReadAsync(File.OpenRead(Path.Combine(folder, "beast-commits.jsonl.gz")));
        var (log, notes) = await GitHistories.ReadAsync(File.OpenRead(Path.Combine(folder, "beast-git-log.txt.gz")));

        Count(expected, json);
        Count(expected, log);
        Assert.Equal(expected["commits_git_rev_list"]!.GetValue<int>(), json.Count);
        Assert.Equal(expected["distinct_author_emails"]!.GetValue<int>(), json.Select(c => c.PersonEmail).Distinct().Count());
        Assert.Equal(json.Select(Comparable), log.Select(Comparable));
        // The files of merges are in the log only, without what changed against the first parent.
        var left = Assert.Single(notes.LeftOut);
        Assert.Equal("files of merges, compared with several parents", left.Reason);
        Assert.True(left.Count > 0);
    }

    [Theory]
    [InlineData("git_log.txt")]
    [InlineData("git_log_merge.txt")]
    [InlineData("git_log_moved.txt")]
    [InlineData("git_bad_encoding.txt")]
    public async Task Every_commit_of_a_log_is_read(string name)
    {
        var (folder, expected) = Expected($"fixtures/{name}");
        var (commits, notes) = await GitHistories.ReadAsync(File.OpenRead(Path.Combine(folder, "fixtures", name)));
        Assert.Equal(expected["commits"]!.GetValue<int>(), commits.Count);
        Assert.All(commits, c => Assert.NotNull(c.CommitAt));
        Assert.Equal(expected["valid_utf8"]!.GetValue<bool>(), notes.NotUtf8 == 0);
        Assert.DoesNotContain(notes.LeftOut, l => l.Reason.Contains("no part of a log", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_renamed_file_has_its_former_path_and_its_lines()
    {
        var (folder, _) = Expected("fixtures/git_log_moved.txt");
        var (commits, _) = await GitHistories.ReadAsync(File.OpenRead(Path.Combine(folder, "fixtures", "git_log_moved.txt")));
        Assert.Equal(
            [new("perceval/backends/core/__init__.py", FileStatus.Added, 0, 0), new("perceval/backends/core/bugzilla.py", FileStatus.Renamed, 4, 4, "perceval/backends/bugzilla.py")],
            Assert.Single(commits).Files!);
    }

    [Fact]
    public async Task Text_that_is_not_utf8_is_read_as_old_tools_wrote_it()
    {
        var (folder, _) = Expected("fixtures/git_bad_encoding.txt");
        var (commits, notes) = await GitHistories.ReadAsync(File.OpenRead(Path.Combine(folder, "fixtures", "git_bad_encoding.txt")));
        Assert.StartsWith("Calling “Open Type” (CTRL+SHIFT+T)", Assert.Single(commits).Comment, StringComparison.Ordinal);
        Assert.Contains(notes.Warnings, w => w.Contains("Windows-1252", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pages_and_single_answers_of_the_api_have_the_counted_facts()
    {
        var github = SharedFolder.Find("github");
        Assert.SkipWhen(github is null, SharedFolder.Absent);
        var expected = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(github, "beast", "commits.expected.json"), TestContext.Current.CancellationToken))!;
        List<CommitRecord> listed = [];
        for (var page = 1; page <= expected["pages"]!.GetValue<int>(); page++) listed.AddRange((await GitHistories.ReadAsync(File.OpenRead(Path.Combine(github, "beast", $"commits-page-{page}.json")))).Commits);
        var (detailed, _) = await GitHistories.ReadAsync(File.OpenRead(Path.Combine(github, "beast", "commits-detail.jsonl.gz")));

        Assert.Equal(expected["commits_listed"]!.GetValue<int>(), listed.Count);
        Assert.All(listed, c => Assert.Null(c.Files));
        Assert.Equal(expected["distinct_author_names"]!.GetValue<int>(), listed.Select(c => c.PersonName).Distinct().Count());
        Assert.Equal(expected["commits_detailed"]!.GetValue<int>(), detailed.Count);
        Assert.Equal(expected["files_in_details"]!.GetValue<int>(), detailed.Sum(c => c.Files!.Count));
        Assert.Equal(expected["additions"]!.GetValue<int>(), detailed.Sum(c => c.Files!.Sum(f => f.Additions)));
        Assert.Equal(expected["deletions"]!.GetValue<int>(), detailed.Sum(c => c.Files!.Sum(f => f.Deletions)));
        foreach (var (status, count) in expected["by_status"]!.AsObject()) Assert.Equal(count!.GetValue<int>(), detailed.Sum(c => c.Files!.Count(f => f.Status == status)));
    }

    private static void Count(JsonNode expected, IReadOnlyList<CommitRecord> commits)
    {
        List<RecordedChange> files = [.. commits.SelectMany(c => c.Files ?? [])];
        Assert.Equal(expected["commits"]!.GetValue<int>(), commits.Count);
        Assert.Equal(expected["merges"]!.GetValue<int>(), commits.Count(c => c.Parents.Count > 1));
        Assert.Equal(expected["roots"]!.GetValue<int>(), commits.Count(c => c.Parents.Count == 0));
        Assert.Equal(expected["distinct_author_names"]!.GetValue<int>(), commits.Select(c => c.PersonName).Distinct().Count());
        Assert.Equal(DateTimeOffset.Parse(expected["first_author_date"]!.GetValue<string>(), null), commits.Min(c => c.CommitAt));
        Assert.Equal(DateTimeOffset.Parse(expected["last_author_date"]!.GetValue<string>(), null), commits.Max(c => c.CommitAt));
        Assert.Equal(expected["file_changes"]!.GetValue<int>(), files.Count);
        Assert.Equal(expected["distinct_paths"]!.GetValue<int>(), files.Select(f => f.Filename).Distinct().Count());
        Assert.Equal(expected["additions"]!.GetValue<int>(), files.Sum(f => f.Additions ?? 0));
        Assert.Equal(expected["deletions"]!.GetValue<int>(), files.Sum(f => f.Deletions ?? 0));
        Assert.Equal(expected["binary_changes"]!.GetValue<int>(), files.Count(f => f.Additions is null));
        foreach (var (letter, count) in expected["by_status"]!.AsObject()) Assert.Equal(count!.GetValue<int>(), files.Count(f => f.Status == FileStatus.Of(letter)));
    }

    // git log writes spaces for the tabs of messages.
    private static string Comparable(CommitRecord c) =>
        $"{c.Sha} {string.Join(' ', c.Parents)} {c.CommitAt:O} {c.PersonName} <{c.PersonEmail}> {Regex.Replace(c.Comment, "[ \t]+", " ")}\n{string.Join('\n', (c.Files ?? []).OrderBy(f => f.Filename, StringComparer.Ordinal))}";

    private static (string Folder, JsonNode Expected) Expected(string name)
    {
        var folder = SharedFolder.Find("git");
        Assert.SkipWhen(folder is null, SharedFolder.Absent);
        return (folder, JsonNode.Parse(File.ReadAllText(Path.Combine(folder, $"{name}.expected.json")))!);
    }
}
