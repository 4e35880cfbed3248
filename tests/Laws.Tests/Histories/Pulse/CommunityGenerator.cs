using EventSourced.Commands.Pulse.Communities;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Laws.Tests.Histories.Pulse;

/// <summary>Generates the history of a community, whose sources process exports concurrently.</summary>
internal sealed class CommunityGenerator(string id, Random random)
{
    private readonly Steps _steps = new(random);
    private readonly List<Guid> _exports = [];
    private int _incarnation;

    public IReadOnlyList<HistoryStep> Steps => _steps.All;

    /// <summary>Creates the community and lets each of its sources process some exports.</summary>
    public void Create(int exportsPerSource)
    {
        _incarnation++;
        _steps.Commit(PulseStreams.Community(id), new CommunityCreated(id, random.Text(), random.TextOrEmpty(), _incarnation));
        if (random.OneIn(2)) _steps.Commit(PulseStreams.Community(id), new CommunityVisibilityChanged(id, random.OneIn(2)));
        var scope = new CommunityScope(id, _incarnation);
        var sources = Enumerable.Range(0, random.Next(2, 4)).Select(i => new SourceGenerator(scope.Source(i == 0 ? "main" : $"chat-{i}"), _steps, random)).ToList();
        var running = sources.Select(s => s.Run(exportsPerSource).GetEnumerator()).ToList();
        // The commits of the sources are interleaved at random.
        while (running.Count > 0)
        {
            var next = random.Pick(running);
            if (!next.MoveNext()) running.Remove(next);
        }
        _exports.AddRange(sources.SelectMany(s => s.Exports));
    }

    /// <summary>Deletes it. Events of workers about its exports may still arrive and must have no effect.</summary>
    public void Delete()
    {
        _steps.Commit(PulseStreams.Community(id), new CommunityDeleted(id));
        foreach (var export in _exports.Where(_ => random.OneIn(3)))
            _steps.Commit(PulseStreams.Export(export), random.OneIn(2) ? new ExportRawDeleted(export) : new ExportFailed(export, "community_deleted", random.Text(), false, null));
    }
}
