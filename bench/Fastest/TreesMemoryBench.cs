using EventSourced.Bench.Frame;

namespace EventSourced.Bench.Fastest;

/// <summary>
/// Peak memory of the API and of the worker that push, compare, list, sync and collect trees of 100,000 files, compared with trees of 1,000 files. Each figure is that of new processes, which
/// have done the same with 1,000 files before.
/// </summary>
internal sealed class TreesMemoryBench : IBench
{
    private const int Few = 1_000, Many = 100_000;

    public string Name => "trees-memory";

    public async Task RunAsync(BenchDatabase database, Report report)
    {
        Rounds api = new(), worker = new();
        for (var round = 0; round < Rounds.Min; round++)
        {
            var few = await PeaksAsync(Few);
            var many = await PeaksAsync(Many);
            report.Note($"API {few.Api:N0} and {many.Api:N0} MiB, worker {few.Worker:N0} and {many.Worker:N0} MiB");
            api.Add(many.Api, few.Api);
            worker.Add(many.Worker, few.Worker);
        }
        report.Add($"peak of the API, trees of {Many:N0} files; floor: {Few:N0} files", "MiB", api, new Target.TimesAtMost(1.3));
        report.Add($"peak of the worker, trees of {Many:N0} files; floor: {Few:N0} files", "MiB", worker, new Target.TimesAtMost(1.3));
    }

    private static async Task<(double Api, double Worker)> PeaksAsync(int files)
    {
        var folder = RunningEs.Folder();
        try
        {
            await using var system = await RunningEs.UpAsync(folder, "--workers", "1");
            var user = await TreesUser.SignInAsync(system);
            await user.WorkAsync(Few);
            await user.WorkAsync(files);
            return (system.ProcessesOf("api").Max(PeakMemory.Of), system.Workers.Max(PeakMemory.Of));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
