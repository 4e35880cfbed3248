using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using EventSourced.Contracts;
using EventSourced.EventStore;
using EventSourced.ReadTables;
using EventSourced.Testing;

namespace EventSourced.Laws.Tests.Histories;

/// <summary>A step with its module and scope.</summary>
internal sealed record ScopedStep(string Module, IReadOnlyList<string> Scope, HistoryStep Step);

/// <summary>The histories of all modules of a catalog, their scopes interleaved into one log.</summary>
internal sealed class History
{
    private History(IReadOnlyList<IModuleHistory> modules, IReadOnlyList<ScopedStep> steps) => (Modules, Steps) = (modules, steps);

    public IReadOnlyList<IModuleHistory> Modules { get; }

    public IReadOnlyList<ScopedStep> Steps { get; }

    public IModuleHistory Of(TableDefinition table) => Modules.First(m => m.Module == table.Module);

    /// <summary>Generates a history.</summary>
    /// <exception cref="InvalidOperationException">A module has tables but no <see cref="IModuleHistory"/>.</exception>
    public static History Create(ReadTableCatalog catalog, Random random)
    {
        var known = typeof(History).Assembly.GetTypes()
            .Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IModuleHistory)))
            .Select(t => (IModuleHistory)Activator.CreateInstance(t)!).ToLookup(m => m.Module);
        List<IModuleHistory> modules = [.. catalog.Modules.Select(m => known[m].SingleOrDefault()
            ?? throw new InvalidOperationException($"Module {m} has read tables but no history. Implement {nameof(IModuleHistory)} for it, so that its tables are tested."))];
        // Each module has random numbers of its own: another module does not change its history.
        var seed = random.Next();
        var waiting = modules.SelectMany(m => m.Create(new Random(seed ^ Number(m.Module))).Select(s => new Queue<ScopedStep>(s.Steps.Select(step => new ScopedStep(m.Module, s.Scope, step))))).ToList();
        var steps = new List<ScopedStep>();
        while (waiting.RemoveAll(q => q.Count == 0) >= 0 && waiting.Count > 0)
        {
            // Several steps of one scope at a time, of random number.
            var queue = random.Pick(waiting);
            for (var run = random.Next(1, 6); run > 0 && queue.Count > 0; run--) steps.Add(queue.Dequeue());
        }
        return new History(modules, steps);
    }

    private static int Number(string name) => BinaryPrimitives.ReadInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

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

    /// <summary>The first steps that contain the given number of events. The last step is cut to reach exactly that number.</summary>
    public IEnumerable<ScopedStep> First(long events)
    {
        foreach (var step in Steps)
        {
            List<StreamAppend> appends = [];
            foreach (var append in step.Step.Appends)
            {
                List<IEvent> taken = [.. append.Events.Take((int)Math.Min(events, int.MaxValue))];
                events -= taken.Count;
                if (taken.Count > 0) appends.Add(append with { Events = taken });
            }
            if (appends.Count > 0) yield return step with { Step = step.Step with { Appends = appends } };
            if (events == 0) yield break;
        }
    }
}
