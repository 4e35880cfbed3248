using System.Collections.Concurrent;

namespace EventSourced.Cli.Nemesis;

/// <summary>Counts of what was done, and violations of invariants.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<string, long> _done = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _faults = new();

    public IReadOnlyDictionary<string, long> Done => _done;

    public void Count(string what, long times = 1) => _done.AddOrUpdate(what, times, (_, n) => n + times);

    public long Of(string what) => _done.GetValueOrDefault(what);

    /// <summary>Records a violation of an invariant.</summary>
    public void Fault(string check, string text) => _faults.GetOrAdd(check, _ => new()).Enqueue(text);

    public IReadOnlyList<string> Faults(string check) => _faults.TryGetValue(check, out var faults) ? [.. faults] : [];
}
