using System.Text.Json;
using EventSourced.Commands.Boost.GitHub.Collecting;
using EventSourced.Commands.Boost.GitHub.Collecting.Runs;
using EventSourced.Commands.Boost.Libraries;
using EventSourced.Commands.Deciding;

namespace EventSourced.Commands.Boost.Clang;

/// <summary>Mirrors issues, pull requests and commits of llvm/llvm-project, page by page. Its first run resumes after what was imported.</summary>
internal sealed class ClangCollector(StateReader reader, TimeProvider time) : ICollector
{
    private const string Repository = "repos/llvm/llvm-project";
    private const string Issues = "issues";
    private const string Commits = "commits";

    // The list of commits has the newest first. Until a walk through it ends, these are the newest commit of the walk, and the one that it has reached.
    private const string Newest = "commits_newest";
    private const string Reached = "commits_reached";

    private int _read;

    public string Name => CollectorNames.Clang;

    public async Task CollectAsync(CollectorRun run, CancellationToken cancellationToken)
    {
        if (run.Mark(Issues) is null && run.Mark(Commits) is null && run.Mark(Newest) is null)
        {
            var mirror = await reader.LoadAsync(new ClangMirror(), cancellationToken);
            // GitHub's times are whole seconds.
            await run.MoveAsync(new Dictionary<string, DateTimeOffset?> { [Issues] = mirror.Items?.AddSeconds(1), [Commits] = mirror.Commits?.AddSeconds(1) }, cancellationToken);
        }
        await IssuesAsync(run, cancellationToken);
        await CommitsAsync(run, cancellationToken);
    }

    private async Task IssuesAsync(CollectorRun run, CancellationToken cancellationToken)
    {
        var list = new ChangedList(run.Mark(Issues));
        await foreach (var page in run.Api.PagesAsync($"{Repository}/issues?state=all&sort=updated&direction=asc", list, cancellationToken))
            await RecordAsync(run, page, new() { [Issues] = list.After(page) }, cancellationToken);
        await run.MoveAsync(new Dictionary<string, DateTimeOffset?> { [Issues] = list.AtEnd }, cancellationToken);
    }

    private async Task CommitsAsync(CollectorRun run, CancellationToken cancellationToken)
    {
        var until = run.Mark(Reached) is { } reached ? $"until={GitHubApi.Text(reached)}" : "";
        // A commit from the future would keep the next run from seeing those of today.
        var latest = time.GetUtcNow().AddDays(1);
        await foreach (var page in run.Api.PagesAsync($"{Repository}/commits?{until}", new ChangedList(run.Mark(Commits)), cancellationToken, newestFirst: "The next run resumes after them."))
        {
            // Dates of commits are not quite in order: the latest of a page is surely not before one that comes after it.
            var newestOfPage = page.Select(ChangedList.CommittedAt).Where(at => at <= latest).Max();
            var newest = run.Mark(Newest) is { } before && !(newestOfPage > before) ? before : newestOfPage;
            await RecordAsync(run, page, new() { [Newest] = newest, [Reached] = newestOfPage ?? run.Mark(Reached) }, cancellationToken);
        }
        await run.MoveAsync(
            new Dictionary<string, DateTimeOffset?> { [Commits] = run.Mark(Newest)?.AddSeconds(1) ?? run.Mark(Commits), [Newest] = null, [Reached] = null }, cancellationToken);
    }

    private async Task RecordAsync(CollectorRun run, IReadOnlyList<JsonElement> page, Dictionary<string, DateTimeOffset?> marks, CancellationToken cancellationToken)
    {
        var batch = new ClangBatch();
        try
        {
            foreach (var entry in page) ClangJson.Add(entry, batch, ++_read, run.LeftOut);
        }
        catch (BoostFileException e)
        {
            throw new GitHubApiException(e.Message);
        }
        await run.RecordAsync(batch.Items + batch.Commits, _ => Task.FromResult(Decision.Nothing.AndAtAnyVersion(ClangStreams.Mirror, batch.Events)), marks, cancellationToken);
    }
}
