using System.Collections.Concurrent;

namespace EventSourced.Cli.Nemesis;

/// <summary>Counts of what was done, and violations of invariants.</summary>
public sealed class Tally
{
    private readonly ConcurrentDictionary<string, long> _done = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _faults = new();

    /// <summary>How often each thing was done.</summary>
    public IReadOnlyDictionary<string, long> Done => _done;

    /// <summary>Counts something that was done.</summary>
    public void Count(string what, long times = 1) => _done.AddOrUpdate(what, times, (_, n) => n + times);

    /// <summary>How often something was done.</summary>
    public long Of(string what) => _done.GetValueOrDefault(what);

    /// <summary>Records a violation of an invariant.</summary>
    public void Fault(string check, string text) => _faults.GetOrAdd(check, _ => new()).Enqueue(text);

    /// <summary>The violations of an invariant.</summary>
    public IReadOnlyList<string> Faults(string check) => _faults.TryGetValue(check, out var faults) ? [.. faults] : [];
}
