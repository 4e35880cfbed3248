using EventSourced.Commands.Pulse.Communities;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Laws.Tests.Histories.Pulse;

/// <summary>A community from its creation on: its sources take in exports, side by side.</summary>
internal sealed class CommunityLife(string id, Random random)
{
    private readonly Steps _steps = new(random);
    private readonly List<Guid> _gone = [];
    private int _incarnation;

    public IReadOnlyList<HistoryStep> Steps => _steps.All;

    /// <summary>Creates the community and lets its sources process some exports each.</summary>
    public void Live(int exportsPerSource)
    {
        _incarnation++;
        _steps.Commit(PulseStreams.Community(id), new CommunityCreated(id, random.Text(), random.AnyText(), _incarnation));
        if (random.Once(2)) _steps.Commit(PulseStreams.Community(id), new CommunityVisibilityChanged(id, random.Once(2)));
        var scope = new CommunityScope(id, _incarnation);
        var sources = Enumerable.Range(0, random.Next(2, 4)).Select(i => new SourceLife(scope.Source(i == 0 ? "main" : $"chat-{i}"), _steps, random)).ToList();
        var running = sources.Select(s => s.Run(exportsPerSource).GetEnumerator()).ToList();
        // What happens in one source happens between any two facts of another.
        while (running.Count > 0)
        {
            var next = random.Of(running);
            if (!next.MoveNext()) running.Remove(next);
        }
        _gone.AddRange(sources.SelectMany(s => s.Exports));
    }

    /// <summary>Deletes it. What a worker was just about to say of an export still arrives, and finds nothing.</summary>
    public void Delete()
    {
        _steps.Commit(PulseStreams.Community(id), new CommunityDeleted(id));
        foreach (var export in _gone.Where(_ => random.Once(3)))
            _steps.Commit(PulseStreams.Export(export), random.Once(2) ? new ExportRawDeleted(export) : new ExportFailed(export, "community_deleted", random.Text(), false, null));
    }
}
