using System.Text;
using EventSourced.Commands.Modules;
using EventSourced.Contracts.Boost;
using EventSourced.EventStore;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Workers.Tests.Boost;

/// <summary>Imports of GitHub's answers by workers that die or run side by side.</summary>
public sealed class GitHubAnswersTests
{
    private static readonly ImportKind s_kind = ModuleCatalog.Default.Imports.Single(k => k.Command.Type == typeof(RegisterGitHubAnswers));

    [Fact]
    public async Task An_import_whose_worker_dies_continues_in_another_and_records_everything_once()
    {
        var (middle, never) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource());
        await using var world = await ProductWorld.OpenAsync(null, services => services.AddSingleton<IEventStore>(s => new WatchedStore(s.GetRequiredService<PostgresEventStore>(), async append =>
        {
            if (!append.Streams.SelectMany(s => s.Events).OfType<GitHubAnswersRecorded>().Any(e => e.Entries == 1_000)) return;
            middle.TrySetResult();
            // Like a killed worker: nothing of this step is written, and no message is acknowledged.
            await never.Task;
        })), "--Workers:ShutdownTimeout=00:00:03");
        // The comment on an unknown issue is in a batch that the second worker does not record again.
        string[] lines = [Comment(1, 99_999), .. Enumerable.Range(1, 700).Select(Issue), .. Enumerable.Range(1, 600).Select(i => Comment(i + 1, i))];
        var import = await world.UploadAsync<RegisterGitHubAnswers>(s_kind, "o/r", Encoding.UTF8.GetBytes(string.Join('\n', lines)), ".jsonl");
        await middle.Task.WaitAsync(TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);
        await world.StopWorkersAsync();
        await world.StartWorkerAsync();
        var ended = await world.EndAsync(s_kind, import);
        never.TrySetCanceled(TestContext.Current.CancellationToken);

        Assert.Equal((ImportStates.Completed, 700, 601, 1_300), (ended.State, (long)ended.Summary["issues"]!, (long)ended.Summary["comments"]!, (long)ended.Summary["new"]!));
        Assert.Equal(1, Assert.Single(ended.LeftOut).Count);
        var events = await world.EventsAsync();
        Assert.Equal(700, events.OfType<IssueRecorded>().Count());
        Assert.Equal(600, events.OfType<IssueCommentsRecorded>().Sum(e => e.Comments.Count));
        Assert.Single(events.OfType<GitHubAccountRecorded>());
        await world.VerifyAsync("boost");
    }

    private static string Issue(int number) => $$"""{"number":{{number}},"id":{{10_000 + number}},"title":"t","state":"open","user":{"login":"ann","id":7},"labels":[{"name":"l{{number % 3}}"}],"assignees":[],"updated_at":"2024-01-01T00:00:00Z"}""";

    private static string Comment(int id, int number) => $$"""{"id":{{id}},"issue_url":"https://api.github.com/repos/o/r/issues/{{number}}","user":{"login":"ann","id":7},"body":"b","updated_at":"2024-01-01T00:00:00Z"}""";
}
