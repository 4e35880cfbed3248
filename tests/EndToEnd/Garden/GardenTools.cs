using EventSourced.Cli.Modules;
using EventSourced.Cli.Nemesis;

namespace EventSourced.EndToEnd.Garden;

/// <summary>What the garden adds to the command line: this class is the only registration.</summary>
internal sealed class GardenTools : IModuleTools
{
    public string Module => "garden";

    public INemesisWorkload Workload(NemesisWorld world) => new GardenWorkload(world);
}

/// <summary>Two callers who each add plants.</summary>
internal sealed class GardenWorkload(NemesisWorld world) : INemesisWorkload
{
    public const string Stock = "every plant that was not taken is there";
    private int _taken;

    public int Left { get; set; } = 3;

    public string Module => "garden";

    public IReadOnlyList<string> Promises => [Stock];

    public IEnumerable<Task> StartCallers(CancellationToken stop)
    {
        for (var caller = 0; caller < 2; caller++)
        {
            (_taken, Left) = (_taken + 1, Left - 1);
            yield return Task.CompletedTask;
        }
    }

    public Task<string?> PendingAsync(CancellationToken cancellation) => Task.FromResult<string?>(null);

    public Task CheckAsync(CancellationToken cancellation)
    {
        if (Left != 3 - _taken) world.Tally.Fault(Stock, $"{_taken} of 3 plants were taken, and {Left} are left");
        return Task.CompletedTask;
    }
}
