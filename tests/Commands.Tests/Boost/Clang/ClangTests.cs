using System.Text;
using System.Text.Json.Nodes;
using EventSourced.Commands.Boost.Clang;
using EventSourced.Commands.Boost.Libraries;
using EventSourced.Contracts.Boost;
using EventSourced.Testing;

namespace EventSourced.Commands.Tests.Boost.Clang;

/// <summary>Batches and answers of the API about llvm/llvm-project.</summary>
public sealed class ClangTests
{
    private const string Sha = "7c1e061f91e2ef542217b76286c314d006c0c8fc";
    private static readonly DateTimeOffset s_early = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_late = new(2024, 2, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_a_command_repeats_is_merged_first()
    {
        var decision = RecordClangHandler.Decide(new RecordClang(
            [new(1, true, s_early, s_late), new(2), new(1, false, null, s_early), new(2, false, s_late, null)],
            [new($" {Sha.ToUpperInvariant()} ", s_late), new(Sha, s_early), new(new string('a', 40))]));
        Assert.Equal([new(1, true, s_early, s_late), new ClangItem(2, false, s_late, null)], Assert.IsType<ClangItemsRecorded>(decision.Events[0]).Items);
        Assert.Equal([new(Sha, s_late), new ClangCommit(new string('a', 40))], Assert.IsType<ClangCommitsRecorded>(decision.Events[1]).Commits);
    }

    [Theory]
    [InlineData(0, Sha, false)]
    [InlineData(1, "abc", false)]
    [InlineData(1, Sha + "0", false)]
    [InlineData(1, " " + Sha + " ", true)]
    public void Numbers_are_positive_and_hashes_have_40_digits(int number, string sha, bool isValid) =>
        Assert.Equal(isValid, new RecordClangValidator().Validate(new RecordClang([new(number)], [new(sha)])).IsValid);

    [Fact]
    public void A_command_without_anything_is_refused() => Assert.False(new RecordClangValidator().Validate(new RecordClang([], null)).IsValid);

    [Fact]
    public async Task Pages_of_the_API_have_the_counted_issues_and_pull_requests()
    {
        var folder = SharedFolder.Find("github");
        Assert.SkipWhen(folder is null, SharedFolder.Absent);
        folder = Path.Combine(folder, "llvm-project");
        var facts = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "issues.expected.json"), TestContext.Current.CancellationToken))!;
        List<byte> pages = [];
        foreach (var page in (string[])["issues-page-1.json", "issues-page-2.json", "pulls.json"]) pages.AddRange([.. await File.ReadAllBytesAsync(Path.Combine(folder, page), TestContext.Current.CancellationToken), (byte)'\n']);
        var read = await ClangJson.ReadAsync([.. pages], TestContext.Current.CancellationToken);
        Assert.Equal(((int)facts["issues_and_pulls"]!, (int)facts["pulls"]!, 0), (read.Batch.Items, read.Batch.PullRequests, read.Batch.Commits));
        Assert.Empty(read.LeftOut.ToList((reason, _, _) => reason));
        Assert.Equal(DateTimeOffset.Parse((string)facts["latest_update"]!, null), read.Batch.Events.OfType<ClangItemsRecorded>().SelectMany(e => e.Items).Max(i => i.GithubUpdatedAt));
    }

    [Fact]
    public async Task Commits_and_items_are_told_apart_and_others_are_left_out_with_their_number()
    {
        var read = await ReadAsync("""
            [{"sha": "SHA", "commit": {"author": {"date": "2024-01-01T00:00:00Z"}, "committer": {"date": "2024-02-01T01:00:00+01:00"}}}, {"sha": "abc"}, 7]
            {"number": 1, "updated_at": "yesterday", "head": {}, "base": {}}
            {"number": -1}
            {"title": "x"}
            """.Replace("SHA", Sha, StringComparison.Ordinal));
        Assert.Equal([new ClangCommit(Sha, s_late)], read.Batch.Events.OfType<ClangCommitsRecorded>().Single().Commits);
        Assert.Equal([new ClangItem(1, true)], read.Batch.Events.OfType<ClangItemsRecorded>().Single().Items);
        Assert.Equal(
            ["entry_is_no_object 3", "entry_without_number_or_sha 6", "number_is_not_positive 5", "sha_has_not_40_digits 2", "updated_at_is_no_time 4"],
            read.LeftOut.ToList((reason, _, places) => $"{reason} {string.Join(',', places)}"));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("[{\"number\": 1}, {\"num", "cut off after 0 entries")]
    [InlineData("{\"number\": 1}\n{\"num", "cut off after 1 entries")]
    [InlineData("{\"message\": \"API rate limit exceeded\"}", "rate limit exceeded")]
    public async Task Files_that_are_no_answers_are_refused(string file, string message) =>
        Assert.Contains(message, (await Assert.ThrowsAsync<BoostFileException>(() => ReadAsync(file))).Message, StringComparison.Ordinal);

    private static Task<ReadClang> ReadAsync(string text) => ClangJson.ReadAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);
}
