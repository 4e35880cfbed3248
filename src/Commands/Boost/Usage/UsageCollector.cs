using EventSourced.Commands.Boost.GitHub.Collecting.Runs;
using EventSourced.Commands.Deciding;

namespace EventSourced.Commands.Boost.Usage;

/// <summary>Scans repositories that were pushed since the last run.</summary>
internal sealed class UsageCollector(StateReader reader, BoostHeaders headers, TimeProvider time) : ICollector
{
    private const string Pushed = "pushed";

    private static readonly TimeSpan s_first = TimeSpan.FromDays(1);

    // The index of the search gets what is pushed some minutes later.
    private static readonly TimeSpan s_indexed = TimeSpan.FromMinutes(10);

    public string Name => CollectorNames.Usage;

    public async Task CollectAsync(CollectorRun run, CancellationToken cancellationToken)
    {
        var to = run.RequestedAt - s_indexed;
        var from = run.Mark(Pushed) ?? to - s_first;
        if (from > to) return;
        var scanner = new RepositoryScanner(run, reader, headers, time);
        await foreach (var (part, end) in FoundRepositories.FindAsync(run.Api, Pushed, from, to, run.LeftOut, run.Note, cancellationToken))
        {
            await scanner.ScanAsync(part, Pushed, r => r.PushedAt is { } at && at <= end ? at : null, cancellationToken);
            await run.MoveAsync(new Dictionary<string, DateTimeOffset?> { [Pushed] = end }, cancellationToken);
        }
    }
}
