using EventSourced.Commands.Boost.GitHub.Collecting.Runs;
using EventSourced.Commands.Boost.Repositories;
using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Usage;

/// <summary>Goes through all repositories since 2018-04-01: those that are not scanned yet are scanned, and the others get their stars. A run that is ended by a limit resumes the next day.</summary>
internal sealed class StarsCollector(StateReader reader, BoostHeaders headers, TimeProvider time) : ICollector
{
    private const string Created = "created";

    private static readonly DateTimeOffset s_first = new(2018, 4, 1, 0, 0, 0, TimeSpan.Zero);

    public string Name => CollectorNames.Stars;

    public async Task CollectAsync(CollectorRun run, CancellationToken cancellationToken)
    {
        var scanner = new RepositoryScanner(run, reader, headers, time);
        await foreach (var (part, end) in FoundRepositories.FindAsync(run.Api, Created, run.Mark(Created) ?? s_first, run.RequestedAt, run.LeftOut, run.Note, cancellationToken))
        {
            List<FoundRepository> unknown = [];
            foreach (var repository in part)
            {
                var (owner, name) = RepositoryKey.Split(repository.Scan.Repository)!.Value;
                var known = await reader.LoadAsync(new UsageState(RepositoryKey.Of(owner, name)), cancellationToken);
                if (known.Last is null) unknown.Add(repository);
                else await RefreshAsync(run, owner, name, repository.Scan, cancellationToken);
            }
            await scanner.ScanAsync(unknown, Created, r => r.CreatedAt is { } at && at <= end ? at : null, cancellationToken);
            await run.MoveAsync(new Dictionary<string, DateTimeOffset?> { [Created] = end }, cancellationToken);
        }
        // The next run begins again.
        await run.MoveAsync(new Dictionary<string, DateTimeOffset?> { [Created] = null }, cancellationToken);
    }

    private static Task RefreshAsync(CollectorRun run, string owner, string name, RecordUsageScan found, CancellationToken cancellationToken) => run.RecordAsync(1, async states =>
    {
        var repository = await RepositoryContext.LoadAsync(states, owner, name, found.OwnerAccountId, cancellationToken);
        return RepositoryDecider.Decide(repository, found.ToRepository(owner, name, repository.Repository.Recorded), run.Context);
    }, new Dictionary<string, DateTimeOffset?>(), cancellationToken);
}
