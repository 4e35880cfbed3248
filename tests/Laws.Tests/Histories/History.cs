using EventSourced.Contracts;
using EventSourced.EventStore;
using EventSourced.ReadTables;
using EventSourced.Testing;

namespace EventSourced.Laws.Tests.Histories;

/// <summary>A step and whose it is.</summary>
internal sealed record ScopedStep(string Module, IReadOnlyList<string> Scope, HistoryStep Step);

/// <summary>The histories of all modules of a catalog, their scopes interleaved into one log.</summary>
internal sealed class History
{
    private History(IReadOnlyList<IModuleHistory> modules, IReadOnlyList<ScopedStep> steps) => (Modules, Steps) = (modules, steps);

    public IReadOnlyList<IModuleHistory> Modules { get; }

    public IReadOnlyList<ScopedStep> Steps { get; }

    public IModuleHistory Of(TableDefinition table) => Modules.First(m => m.Module == table.Module);

    /// <summary>Makes up a history.</summary>
    /// <exception cref="InvalidOperationException">A module has tables, but nobody makes up its history.</exception>
    public static History Create(ReadTableCatalog catalog, Random random)
    {
        var known = typeof(History).Assembly.GetTypes()
            .Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IModuleHistory)))
            .Select(t => (IModuleHistory)Activator.CreateInstance(t)!).ToLookup(m => m.Module);
        List<IModuleHistory> modules = [.. catalog.Modules.Select(m => known[m].SingleOrDefault()
            ?? throw new InvalidOperationException($"Module {m} has read tables but no history: write one {nameof(IModuleHistory)} for it, so that its tables are held to the laws."))];
        var waiting = modules.SelectMany(m => m.Create(random).Select(s => new Queue<ScopedStep>(s.Steps.Select(step => new ScopedStep(m.Module, s.Scope, step))))).ToList();
        var steps = new List<ScopedStep>();
        while (waiting.RemoveAll(q => q.Count == 0) >= 0 && waiting.Count > 0)
        {
            // In runs of some length: now one scope alone, now all of them in turn.
            var queue = random.Of(waiting);
            for (var run = random.Next(1, 6); run > 0 && queue.Count > 0; run--) steps.Add(queue.Dequeue());
        }
        return new History(modules, steps);
    }

    /// <summary>Appends steps to a log, one commit each.</summary>
    /// <returns>The last position.</returns>
    public static async Task<long> AppendAsync(ProjectionWorld world, IEnumerable<ScopedStep> steps)
    {
        var last = 0L;
        foreach (var (_, _, step) in steps)
        {
            if (step.Forgets.Count > 0) await world.Keys.DestroyAsync(step.Forgets);
            last = (await world.Store.AppendAsync(new Append(step.Appends, new EventMetadata(Guid.NewGuid(), "laws", step.At)))).Position;
        }
        return last;
    }

    /// <summary>The first steps, as many as hold so many events; the last one cut where they end.</summary>
    public IEnumerable<ScopedStep> First(long events)
    {
        foreach (var step in Steps)
        {
            List<StreamAppend> appends = [];
            foreach (var append in step.Step.Appends)
            {
                List<IEvent> some = [.. append.Events.Take((int)Math.Min(events, int.MaxValue))];
                events -= some.Count;
                if (some.Count > 0) appends.Add(append with { Events = some });
            }
            if (appends.Count > 0) yield return step with { Step = step.Step with { Appends = appends } };
            if (events == 0) yield break;
        }
    }
}
