using EventSourced.Contracts;
using EventSourced.EventStore;

namespace EventSourced.Laws.Tests.Histories;

/// <summary>Collects the steps of a scope. Its clock advances between steps by zero to one day.</summary>
internal sealed class Steps(Random random)
{
    private readonly List<HistoryStep> _all = [];

    public DateTimeOffset Now { get; private set; } = new DateTimeOffset(2024, 2, 28, 22, 0, 0, TimeSpan.Zero).AddTicks(random.Next(1_000_000) * TimeSpan.TicksPerMicrosecond);

    public IReadOnlyList<HistoryStep> All => _all;

    public void Commit(params (string Stream, IReadOnlyList<IEvent> Events)[] appends) => Forget([], appends);

    /// <summary>Destroys the keys of subjects, then commits the events.</summary>
    public void Forget(IReadOnlyList<string> subjects, params (string Stream, IReadOnlyList<IEvent> Events)[] appends)
    {
        // Steps may have the same time or differ by one microsecond.
        Now = Now.AddTicks(random.Next(4) switch { 0 => 0, 1 => TimeSpan.TicksPerMicrosecond, _ => random.NextInt64(TimeSpan.TicksPerDay / TimeSpan.TicksPerMicrosecond) * TimeSpan.TicksPerMicrosecond });
        var streams = appends.Where(a => a.Events.Count > 0).Select(a => new StreamAppend(a.Stream, ExpectedVersion.Any, a.Events)).ToList();
        if (streams.Count > 0) _all.Add(new(Now, streams, subjects));
    }

    public void Commit(string stream, params IEvent[] events) => Commit((stream, events));
}
