using EventSourced.Commands.Boost.GitHub.Collecting;
using EventSourced.Commands.Boost.GitHub.Collecting.Runs;
using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Usage;

/// <summary>Scans repositories for their use of Boost, and records each scan with the mark of the collector.</summary>
/// <param name="run">The run.</param>
/// <param name="reader">Reads what is known.</param>
/// <param name="headers">Finds headers.</param>
/// <param name="time">Clock.</param>
internal sealed class RepositoryScanner(CollectorRun run, StateReader reader, BoostHeaders headers, TimeProvider time)
{
    // Few, so that a search has less than 1,000 results, and GitHub takes its conditions.
    private const int Together = 5;

    private readonly CodeHitsSearch _search = new(new Searches(run.Api));
    private bool _hasMoved;

    /// <summary>Scans repositories in their order.</summary>
    /// <param name="repositories">The repositories.</param>
    /// <param name="part">The mark that moves.</param>
    /// <param name="timeOf">The time to which it moves after a repository; null when it stays.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task ScanAsync(IReadOnlyList<FoundRepository> repositories, string part, Func<RecordUsageScan, DateTimeOffset?> timeOf, CancellationToken cancellationToken)
    {
        foreach (var some in repositories.Chunk(Together))
        {
            var hits = await _search.FindAsync([.. some.Select(r => r.Scan.Repository)], cancellationToken);
            foreach (var repository in some)
            {
                var mark = timeOf(repository.Scan) ?? run.Mark(part);
                try
                {
                    var its = hits[repository.Scan.Repository];
                    if (its.Problem is { } problem) throw problem;
                    await RecordAsync(await ScanAsync(repository, its.Hits!, cancellationToken), part, mark, cancellationToken);
                }
                catch (GitHubApiException e) when (CodeHitsSearch.IsAboutRepository(e))
                {
                    run.Note($"{repository.Scan.Repository} is left out. {e.Message}");
                }
                catch (GitHubApiException) when (run.Api.IsSpent && !_hasMoved)
                {
                    // Every further run would begin with it and end in it.
                    run.Note($"{repository.Scan.Repository} needs more requests than a run may send, and is left out. Raise {GitHubOptions.Section}:MaxRequests.");
                    await run.MoveAsync(new Dictionary<string, DateTimeOffset?> { [part] = mark?.AddSeconds(1) }, cancellationToken);
                    throw;
                }
                _hasMoved = true;
            }
        }
    }

    private Task RecordAsync(RecordUsageScan scan, string part, DateTimeOffset? mark, CancellationToken cancellationToken) => run.RecordAsync(1, async states =>
        (await new UsageRecorder(states, headers).DecideAsync(scan, run.Context, cancellationToken)).Decision, new Dictionary<string, DateTimeOffset?> { [part] = mark }, cancellationToken);

    private async Task<RecordUsageScan> ScanAsync(FoundRepository repository, CodeHits hits, CancellationToken cancellationToken)
    {
        var scan = repository.Scan with { ScannedAt = time.GetUtcNow() };
        var (owner, name) = RepositoryKey.Split(scan.Repository)!.Value;
        var known = await reader.LoadAsync(new UsageState(RepositoryKey.Of(owner, name)), cancellationToken);
        // What a search does not give is no evidence: known files are looked for by their paths.
        string[] paths = [.. hits.IsPartial ? hits.Paths.Union(known.Files.Where(f => f.Value.IsUsing).Select(f => f.Key), StringComparer.Ordinal) : hits.Paths];
        if (hits.IsPartial) run.Note($"The search in {scan.Repository} gave {hits.Paths.Count} of its files: others are left out, except for those that are known.");
        if (paths.Length == 0) return scan;

        var files = await RepositoryFiles.OpenAsync(run.Api, scan.Repository, repository.Branch, cancellationToken);
        List<(string Path, string Blob, DateTimeOffset? At)> sources = [];
        foreach (var path in paths.Where(p => PathLimit.IsShort(p) && !RequiredVersion.IsBuildFile(p)))
            if (await files.BlobAsync(path, cancellationToken) is { } blob) sources.Add((path, blob, await files.CommittedAtAsync(path, cancellationToken)));
        var since = ReadSince(known, sources);
        List<ScannedFile> scanned = [];
        foreach (var (path, blob, at) in sources)
        {
            var isUnchanged = at <= since && known.Files.ContainsKey(path);
            scanned.Add(new(path, CommitDate: at, Headers: isUnchanged ? [] : [.. Includes.In(await files.TextAsync(blob, cancellationToken))]));
        }
        foreach (var path in VersionFiles(files.Paths)) scanned.Add(new(path, await files.TextAsync((await files.BlobAsync(path, cancellationToken))!, cancellationToken)));
        return scan with { Files = scanned, ChangedSince = since };
    }

    // A commit may be older than the push that brought it: files whose last commit is another one than at the last scan are read, and those that a scan did not find, and all with later commits.
    private static DateTimeOffset? ReadSince(UsageState known, IReadOnlyList<(string Path, string Blob, DateTimeOffset? At)> sources)
    {
        var changed = sources.Where(s => known.Files.TryGetValue(s.Path, out var file) && (file.CommitDate != s.At || file.HasEnded)).Min(s => s.At)?.AddTicks(-1);
        return known.Last?.ScannedAt is { } last && changed is { } first && first < last ? first : known.Last?.ScannedAt;
    }

    /// <summary>Files that say which Boost a repository uses: of each name the one that is nearest to the root.</summary>
    private static IEnumerable<string> VersionFiles(IEnumerable<string> paths) => paths
        .Where(p => PathLimit.IsShort(p) && (EmbeddedVersion.IsHeader(p) || RequiredVersion.IsBuildFile(p)))
        .GroupBy(p => p[(p.LastIndexOf('/') + 1)..], StringComparer.Ordinal)
        .Select(g => g.OrderBy(p => p.Count(c => c == '/')).ThenBy(p => p, StringComparer.Ordinal).First());
}
