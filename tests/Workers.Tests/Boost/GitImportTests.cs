using System.Text;
using EventSourced.Commands.Modules;
using EventSourced.Contracts.Boost;
using EventSourced.EventStore;
using EventSourced.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Workers.Tests.Boost;

/// <summary>Uploaded commits become rows, also when repeated, completed by another source, or interrupted.</summary>
public sealed class GitImportTests
{
    private const string Sha = "9a3a42a6441fd64cdff2adb6bf2822c1356067a8";
    private static readonly ImportKind s_kind = ModuleCatalog.Default.Imports.Single(k => k.Command.Type == typeof(RegisterGitHistory));

    [Fact]
    public async Task A_real_history_is_imported_once_whichever_way_and_has_the_counted_facts()
    {
        var folder = SharedFolder.Find("git");
        Assert.SkipWhen(folder is null, SharedFolder.Absent);
        await using var world = await ProductWorld.OpenAsync();
        var log = await ImportAsync(world, "boostorg/beast", await File.ReadAllBytesAsync(Path.Combine(folder, "beast-git-log.txt.gz"), TestContext.Current.CancellationToken), ".gz");
        Assert.Equal((ImportStates.Completed, 2525, 2525, 19046), (log.State, (long)log.Summary["commits"]!, (long)log.Summary["new"]!, (long)log.Summary["file_changes"]!));
        Assert.Contains(log.LeftOut, l => l.Reason.StartsWith("files of merges", StringComparison.Ordinal));
        var events = (await world.EventsAsync()).Count(e => e is CommitRecorded or UnknownPersonNamed or EmailAdded);

        // The same history as JSON adds nothing: not one commit, person or address.
        var json = await ImportAsync(world, "BoostOrg/Beast", await File.ReadAllBytesAsync(Path.Combine(folder, "beast-commits.jsonl.gz"), TestContext.Current.CancellationToken), ".gz");
        Assert.Equal((2525, 0, 0), ((long)json.Summary["commits"]!, (long)json.Summary["new"]!, (long)json.Summary["completed"]!));
        Assert.Equal(events, (await world.EventsAsync()).Count(e => e is CommitRecorded or UnknownPersonNamed or EmailAdded));

        await world.UntilAsync(async () => await world.ScalarAsync<bool>("select to_regclass('boost.git_commit_file_change') is not null")
            && await world.ScalarAsync<long>("select count(*) from boost.git_commit_file_change") == 19046, "the rows", seconds: 400);
        await world.CatchUpAsync();
        Assert.Equal(2525, await world.ScalarAsync<long>("select count(*) from boost.git_commit"));
        Assert.Equal(19046, await world.ScalarAsync<long>("select count(*) from boost.git_commit_file_change"));
        Assert.Equal(482650, await world.ScalarAsync<long>("select sum(additions) from boost.git_commit_file_change"));
        Assert.Equal(293777, await world.ScalarAsync<long>("select sum(deletions) from boost.git_commit_file_change"));
        Assert.Equal(1981, await world.ScalarAsync<long>("select count(*) from boost.git_commit_file_change where status = 'renamed'"));
        // One account for each author, and one for the owner.
        Assert.Equal(154, await world.ScalarAsync<long>("select count(*) from boost.github_account"));
        Assert.Equal(1664, await world.ScalarAsync<long>("select count(*) from boost.git_commit c join boost.github_account a on a.id = c.account_id where a.display_name = 'Vinnie Falco'"));
        Assert.Equal(0, await world.ScalarAsync<long>("select count(*) from boost.git_commit_file_change f left join boost.github_file g on g.id = f.github_file_id left join boost.git_commit c on c.id = f.commit_id where g.id is null or c.id is null"));
        // Addresses are not in the log.
        Assert.Equal(0, await world.ScalarAsync<long>("select count(*) from log.mt_events where data::text like '%@users.example%' and type like 'boost.email%'"));
        Assert.True(await world.ScalarAsync<long>("select count(*) from boost.email where email like '%@users.example'") >= 152);
        await world.VerifyAsync("boost");
    }

    [Fact]
    public async Task A_fuller_source_adds_what_was_missing_and_a_poorer_one_takes_nothing_away()
    {
        await using var world = await ProductWorld.OpenAsync();
        await ImportAsync(world, "o/r", Log("Ann", "old.h"), ".txt");
        var fuller = await ImportAsync(world, "o/r", Encoding.UTF8.GetBytes($$$"""
            {"sha":"{{{Sha}}}","commit":{"message":"Change","author":{"name":"Ann","email":"ann@example.org","date":"2017-07-20T08:01:46Z"}},
             "author":{"id":583231,"login":"ann","avatar_url":"https://a.example/1","type":"User"},"parents":[],
             "files":[{"filename":"old.h","status":"modified","additions":1,"deletions":1,"patch":"@@ {{{new string('x', 70_000)}}}"},{"filename":"new.h","status":"added","additions":5,"deletions":0,"patch":"@@ new"}]}
            """.ReplaceLineEndings("")), ".json");
        Assert.Equal((0, 1), ((long)fuller.Summary["new"]!, (long)fuller.Summary["completed"]!));
        var again = await ImportAsync(world, "o/r", Log("Ann", "old.h"), ".txt");
        Assert.Equal((0, 0), ((long)again.Summary["new"]!, (long)again.Summary["completed"]!));

        await world.CatchUpAsync();
        Assert.Equal(583231, await world.ScalarAsync<long>("select a.github_account_id from boost.git_commit c join boost.github_account a on a.id = c.account_id"));
        Assert.Equal("@@ new", await world.ScalarAsync<string>("select c.patch from boost.git_commit_file_change c join boost.github_file f on f.id = c.github_file_id where filename = 'new.h'"));
        Assert.Equal((65_536, 70_003 - 65_536), (
            await world.ScalarAsync<int>("select length(c.patch) from boost.git_commit_file_change c join boost.github_file f on f.id = c.github_file_id where filename = 'old.h'"),
            await world.ScalarAsync<int>("select c.patch_cut from boost.git_commit_file_change c join boost.github_file f on f.id = c.github_file_id where filename = 'old.h'")));
        await world.VerifyAsync("boost");
    }

    [Fact]
    public async Task Whether_a_file_is_deleted_follows_the_times_of_commits_and_not_their_arrival()
    {
        await using var world = await ProductWorld.OpenAsync();
        await ImportAsync(world, "o/r", Lines(
            Line('c', "2020-03-01", """{"path":"b.h","old_path":"a.h","status":"R"}"""),
            Line('d', "2020-04-01", """{"path":"gone.h","status":"D"}""")), ".jsonl");
        await ImportAsync(world, "o/r", Lines(
            Line('a', "2020-01-01", """{"path":"a.h","status":"A"},{"path":"gone.h","status":"A"}"""),
            Line('b', "2020-02-01", """{"path":"gone.h","status":"M"}""")), ".jsonl");

        await world.CatchUpAsync();
        Assert.Equal("a.h=true b.h=false gone.h=true", await world.ScalarAsync<string>("select string_agg(filename || '=' || is_deleted, ' ' order by filename) from boost.github_file"));
        Assert.Equal("a.h", await world.ScalarAsync<string>("select o.filename from boost.github_file n join boost.github_file o on o.id = n.previous_filename_id where n.filename = 'b.h'"));
    }

    [Fact]
    public async Task An_import_whose_worker_dies_continues_in_another_and_records_each_commit_once()
    {
        var (middle, never) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource());
        await using var world = await ProductWorld.OpenAsync(null, services => services.AddSingleton<IEventStore>(s => new WatchedStore(s.GetRequiredService<PostgresEventStore>(), async append =>
        {
            if (!append.Streams.SelectMany(s => s.Events).OfType<GitHistoryRecorded>().Any(e => e.Commits == 1_000)) return;
            middle.TrySetResult();
            // Like a killed worker: nothing of this step is written, and no message is acknowledged.
            await never.Task;
        })), "--Workers:ShutdownTimeout=00:00:03");
        var file = Lines([.. Enumerable.Range(0, 1_200).Select(i => $$"""{"sha":"{{i:x40}}","author":{"name":"P{{i % 7}}","email":"p@x","date":"2020-01-01T00:00:00Z"},"subject":"s","files":[]}""")]);
        var import = await UploadAsync(world, "o/r", file, ".jsonl");
        await middle.Task.WaitAsync(TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);
        await world.StopWorkersAsync();
        await world.StartWorkerAsync();
        var ended = await EndAsync(world, import);
        never.TrySetCanceled(TestContext.Current.CancellationToken);

        Assert.Equal((ImportStates.Completed, 1_200, 1_200), (ended.State, (long)ended.Summary["commits"]!, (long)ended.Summary["new"]!));
        var events = await world.EventsAsync();
        Assert.Equal(1_200, events.OfType<CommitRecorded>().Count());
        Assert.Equal(Enumerable.Range(1, 8).Select(i => -(long)i), events.OfType<UnknownPersonNamed>().Select(p => p.GithubAccountId));
    }

    [Fact]
    public async Task Two_imports_at_once_give_each_person_one_id_and_each_commit_one_row()
    {
        await using var world = await ProductWorld.OpenAsync();
        byte[] Half(int from) => Lines([.. Enumerable.Range(from, 600).Select(i => $$"""{"sha":"{{i:x40}}","author":{"name":"P{{i % 50}}","email":"p{{i % 50}}@x","date":"2020-01-01T00:00:00Z"},"subject":"s","files":[{"path":"f{{i % 9}}","status":"M"}]}""")]);
        // Different repositories have different scopes, and run at the same time.
        Guid[] imports = [await UploadAsync(world, "o/r", Half(0), ".jsonl"), await UploadAsync(world, "o/s", Half(300), ".jsonl"), await UploadAsync(world, "o/r", Half(300), ".jsonl")];
        foreach (var import in imports) Assert.Equal(ImportStates.Completed, (await EndAsync(world, import)).State);

        await world.CatchUpAsync();
        Assert.Equal(1_500, await world.ScalarAsync<long>("select count(*) from boost.git_commit"));
        Assert.Equal(51, await world.ScalarAsync<long>("select count(*) from boost.github_account"));
        Assert.Equal(50, await world.ScalarAsync<long>("select count(*) from boost.email"));
        await world.VerifyAsync("boost");
    }

    [Theory]
    [InlineData("Dear diary", "not_a_git_history", "neither a git log")]
    [InlineData("[{\"sha\":\"9a3a42a6441fd64cdff2adb6bf2822c1356067a8\",\"commit\":{\"message\":\"m\"}},{\"sha", "cut_off", "cut off after 1 commits")]
    public async Task A_file_that_cannot_be_read_fails_with_the_reason_and_is_removed(string content, string code, string says)
    {
        await using var world = await ProductWorld.OpenAsync();
        var status = await ImportAsync(world, "o/r", Encoding.UTF8.GetBytes(content), ".txt");
        Assert.Equal((ImportStates.Failed, code), (status.State, status.Error!.Code));
        Assert.Contains(says, status.Error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accounts_and_repositories_are_recorded_as_the_api_describes_them()
    {
        await using var world = await ProductWorld.OpenAsync();
        await world.DoAsync(new RecordRepository("octo", "tool", 5, 2, "A tool", OwnerAccountId: 7, OwnerType: "Organization"));
        await world.DoAsync(new RecordGitHubAccount(7, "", "Octo Org", "https://a.example/7", "Organization"));
        await world.DoAsync(new RecordGitHubAccount(7, "octo", "", "", "Organization"));
        await world.DoAsync(new AddEmail("github:7", "octo@example.org"));
        await world.DoAsync(new AddEmail("github:7", "OCTO@example.org"));
        await world.DoAsync(new RecordLanguages("octo", "tool", new Dictionary<string, long> { ["C++"] = 10, ["C"] = 1 }));
        await world.DoAsync(new RecordLanguages("octo", "tool", new Dictionary<string, long> { ["C++"] = 12 }));
        await world.DoAsync(new RecordLicense("octo", "tool", "MIT License", "MIT", "https://l.example"));
        await world.DoAsync(new RecordLicense("octo", "tool", "Other", "NOASSERTION"));
        Assert.Equal((404, "profile_not_found"), await world.RefusalAsync(new AddEmail("github:9", "x@example.org")));
        Assert.Equal((404, "repository_not_found"), await world.RefusalAsync(new RecordLanguages("octo", "other", new Dictionary<string, long>())));
        // The login changes: the repository stays the one that is known.
        Assert.Equal((409, "repository_known"), await world.RefusalAsync(new RecordRepository("octopus", "tool", OwnerAccountId: 7)));

        await world.CatchUpAsync();
        Assert.Equal("octo Octo Org organization https://a.example/7", await world.ScalarAsync<string>("select username || ' ' || display_name || ' ' || type || ' ' || avatar_url from boost.github_account"));
        Assert.Equal("octo@example.org true true", await world.ScalarAsync<string>("select email || ' ' || is_primary || ' ' || is_active from boost.email"));
        Assert.Equal("C++ 12", await world.ScalarAsync<string>("select string_agg(l.name || ' ' || r.line_count, ',') from boost.repo_language r join boost.language l on l.id = r.language_id"));
        Assert.Equal("MIT", await world.ScalarAsync<string>("select string_agg(l.spdx_id, ',') from boost.repo_license r join boost.license l on l.id = r.license_id"));
    }

    private static byte[] Log(string author, string path) => Encoding.UTF8.GetBytes(
        $"commit {Sha}\nAuthor:     {author} <ann@example.org>\nAuthorDate: Thu Jul 20 08:01:46 2017 +0000\nCommit:     {author} <ann@example.org>\nCommitDate: Thu Jul 20 08:01:46 2017 +0000\n\n    Change\n\n:100644 100644 af6 2ba M\t{path}\n1\t1\t{path}\n");

    private static string Line(char sha, string date, string files) =>
        $$"""{"sha":"{{new string(sha, 40)}}","author":{"name":"Ann","email":"a@x","date":"{{date}}T00:00:00Z"},"subject":"s","files":[{{files}}]}""";

    private static byte[] Lines(params IReadOnlyList<string> lines) => Encoding.UTF8.GetBytes(string.Join('\n', lines));

    private static async Task<ImportStatus> ImportAsync(ProductWorld world, string repository, byte[] content, string extension) =>
        await EndAsync(world, await UploadAsync(world, repository, content, extension));

    private static Task<Guid> UploadAsync(ProductWorld world, string repository, byte[] content, string extension) => world.UploadAsync<RegisterGitHistory>(s_kind, repository, content, extension);

    private static Task<ImportStatus> EndAsync(ProductWorld world, Guid import) => world.EndAsync(s_kind, import);
}
