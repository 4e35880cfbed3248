using EventSourced.Commands.Boost.Commits;
using EventSourced.Commands.Boost.Commits.Formats;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Tests.Boost.Commits;

/// <summary>Details of the formats of commits.</summary>
public sealed class CommitFormatTests
{
    private const string Sha = "9a3a42a6441fd64cdff2adb6bf2822c1356067a8";

    [Fact]
    public async Task A_log_has_quoted_paths_braces_modes_submodules_and_binary_files()
    {
        var (commits, notes) = await GitHistories.ReadAsync($"""
            commit {Sha} 7c1e061f91e2ef542217b76286c314d006c0c8fc (HEAD -> main, tag: v1)
            Author:     Ann Example <ann@example.org>
            AuthorDate: Thu Jul 20 23:01:46 1967 -0700
            Commit:     Ben <ben@example.org>
            CommitDate: Thu Jul 20 23:01:46 2017 -0700

                First line
                second line

                commit {Sha}
                    :100644 100644 indented
                1	2	not a file

            :100644 100644 af6 2ba M	"caf\303\251 \"x\".txt"
            :100644 100644 af6 2ba M	"caf\351.txt"
            :100644 100755 af6 af6 M	run.sh
            :000000 160000 000 af6 A	libs/sub
            :100644 120000 af6 2ba T	link
            :100644 000000 af6 000 D	gone {ToName("a => b")}
            :100644 100644 af6 2ba R090	dir/old/a.h	dir/a.h
            :100644 100644 af6 2ba C075	x.h	y.h
            :000000 100644 000 2ba A	logo.png
            3	1	"caf\303\251 \"x\".txt"
            1	1	"caf\351.txt"
            0	0	run.sh
            1	0	libs/sub
            1	9	link
            0	7	gone {ToName("a => b")}
            2	2	dir/{ToName("old => ")}/a.h
            5	4	x.h => y.h
            -	-	logo.png
            """);
        var commit = Assert.Single(commits);
        Assert.Equal((new DateTimeOffset(1967, 7, 21, 6, 1, 46, TimeSpan.Zero), "Ann Example", "ann@example.org"), (commit.CommitAt, commit.PersonName, commit.PersonEmail));
        Assert.Equal($"First line second line\n\ncommit {Sha}\n    :100644 100644 indented\n1\t2\tnot a file", commit.Comment);
        Assert.Equal(
            [
                new("café \"x\".txt", FileStatus.Modified, 3, 1), new("caf\\351.txt", FileStatus.Modified, 1, 1), new("run.sh", FileStatus.Modified, 0, 0),
                new("libs/sub", FileStatus.Added, 1, 0), new("link", FileStatus.Changed, 1, 9), new("gone {a => b}", FileStatus.Removed, 0, 7),
                new("dir/a.h", FileStatus.Renamed, 2, 2, "dir/old/a.h"), new("y.h", FileStatus.Copied, 5, 4, "x.h"), new("logo.png", FileStatus.Added, null, null),
            ], commit.Files!);
        Assert.Empty(notes.LeftOut);

        static string ToName(string inner) => $"{{{inner}}}";
    }

    [Fact]
    public async Task An_answer_of_the_api_has_accounts_statuses_and_patches_without_nul()
    {
        var (commits, notes) = await GitHistories.ReadAsync($$$"""
            [{"sha":"{{{Sha.ToUpperInvariant()}}}","commit":{"message":"Fix\n","author":null,"committer":{"name":"Ben","email":"b@example.org","date":"2100-01-01T00:00:00Z"}},
              "author":null,"committer":{"id":7,"login":"ben","avatar_url":"https://a.example","type":"Organization"},"parents":[{"sha":"{{{Sha}}}"}],
              "files":[{"filename":"a\u0000.h","status":"unchanged","additions":1,"deletions":0,"patch":"  @@ a\u0000b \n"},{"status":"added"}]},
             {"sha":"not one"}, 3]
            """);
        var commit = Assert.Single(commits);
        Assert.Equal((Sha, "Fix", new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero), "Ben"), (commit.Sha, commit.Comment, commit.CommitAt, commit.PersonName));
        Assert.Equal(new RecordGitHubAccount(7, "ben", "", "https://a.example", "Organization"), commit.Account);
        Assert.Equal([new("a.h", FileStatus.Changed, 1, 0, null, "@@ ab")], commit.Files!);
        Assert.Equal(["entries that are no object", "entries without a valid sha", "files without a name"], notes.LeftOut.Select(l => l.Reason));
    }

    [Theory]
    [InlineData(299, false)]
    [InlineData(300, true)]
    public async Task Exactly_300_files_may_be_cut_off(int count, bool isSaid)
    {
        var files = string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"filename":"f{{i}}","status":"added","additions":1,"deletions":0 }"""));
        var (commits, notes) = await GitHistories.ReadAsync($$"""{"sha":"{{Sha}}","commit":{"message":"m"},"files":[{{files}}]}""");
        Assert.Equal(count, Assert.Single(commits).Files!.Count);
        Assert.Equal(isSaid, notes.Warnings.Any(w => w.Contains("exactly 300 files", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("", "not_a_git_history", "empty")]
    [InlineData("\n\n", "not_a_git_history", "empty")]
    [InlineData("Dear diary", "not_a_git_history", "neither a git log")]
    [InlineData("{\"message\":\"Not Found\"}", "not_a_git_history", "Not Found")]
    [InlineData("[{\"sha\":\"9a3a42a6441fd64cdff2adb6bf2822c1356067a8\",\"commit\":{\"message\":\"m\"}},{\"sha", "cut_off", "cut off after 1 commits")]
    [InlineData("es-git-history 2\0complete\0", "not_a_git_history", "es-git-history 2")]
    [InlineData("es-git-history 1\0complete\0es-commit\0abc", "cut_off", "ends in the middle")]
    public async Task A_file_that_is_no_history_is_refused_with_a_reason(string content, string code, string says)
    {
        var e = await Assert.ThrowsAsync<GitHistoryException>(() => GitHistories.ReadAsync(content));
        Assert.Equal(code, e.Code);
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_no_index_can_hold_is_left_out_and_said()
    {
        var notes = new ReadingNotes();
        var commit = new CommitRecord
        {
            Sha = Sha,
            Comment = "m",
            PersonName = new string('n', 399) + "🌱",
            PersonEmail = new string('e', 401),
            Files = [new(new string('p', 2_501), FileStatus.Added, 1, 0), new("b", FileStatus.Renamed, 1, 0, new string('明', 900)), new("c", FileStatus.Added, 1, 0)],
            Line = 7,
        };
        var within = CommitLimits.Apply(commit, notes);
        Assert.Equal((new string('n', 399), null), (within.PersonName, within.PersonEmail));
        Assert.Equal([new("b", FileStatus.Renamed, 1, 0), new("c", FileStatus.Added, 1, 0)], within.Files!);
        Assert.Equal(4, notes.LeftOut.Count);
        Assert.All(notes.LeftOut, l => Assert.Equal([7L], l.Lines));
    }

    [Fact]
    public async Task A_damaged_gzip_file_is_refused()
    {
        var e = await Assert.ThrowsAsync<GitHistoryException>(() => GitHistories.ReadAsync(new MemoryStream([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 7, 7, 7])));
        Assert.Equal(GitHistoryException.CutOff, e.Code);
    }

    [Theory]
    [InlineData("Thu Jan 1 01:00:00 1970 +0100", "1970-01-01T00:00:00+00:00")]
    [InlineData("Thu Jan 1 01:00:00 1970 +9959", "1969-12-27T21:01:00+00:00")]
    [InlineData("2017-07-20T08:01:46-07:00", "2017-07-20T15:01:46+00:00")]
    [InlineData("2017-07-20 08:01:46 -0700", "2017-07-20T15:01:46+00:00")]
    [InlineData("yesterday", null)]
    public void Times_are_utc(string text, string? time) => Assert.Equal(time is null ? null : DateTimeOffset.Parse(time, null), GitText.Time(text));
}
