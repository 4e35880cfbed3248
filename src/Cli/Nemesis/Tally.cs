using System.Collections.Concurrent;

namespace EventSourced.Cli.Nemesis;

/// <summary>What was done, and what was seen that may not be: kept by everybody who takes part.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<string, long> _done = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _faults = new();

    public IReadOnlyDictionary<string, long> Done => _done;

    public void Count(string what, long times = 1) => _done.AddOrUpdate(what, times, (_, n) => n + times);

    public long Of(string what) => _done.GetValueOrDefault(what);

    /// <summary>Notes a broken promise, under the check that it belongs to.</summary>
    public void Fault(string check, string text) => _faults.GetOrAdd(check, _ => new()).Enqueue(text);

    public IReadOnlyList<string> Faults(string check) => _faults.TryGetValue(check, out var faults) ? [.. faults] : [];
}
