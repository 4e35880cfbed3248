using EventSourced.Bench.Frame;

namespace EventSourced.Bench.Boost;

/// <summary>
/// <c>es import boost git</c> of a clone with 50,000 commits, to the end of the import: the whole process, as its user waits for it. The floor is git, which lists the same
/// commits with their files and lines. Then the peak memory of all hosts, compared with a clone of 5,000 commits.
/// </summary>
internal sealed class HistoryBench : IBench
{
    private const int Commits = 50_000, Few = 5_000;

    public string Name => "history";

    public async Task RunAsync(BenchDatabase database, Report report)
    {
        var folder = RunningEs.Folder();
        try
        {
            var (many, few) = (Path.Combine(folder, "many.git"), Path.Combine(folder, "few.git"));
            await HistoryRepository.CreateAsync(many, Commits);
            await HistoryRepository.CreateAsync(few, Few);
            Rounds time = new(), memory = new();
            for (var round = 0; round <= Rounds.Min; round++)
            {
                var floor = (await HistoryRepository.ListAsync(many)).TotalSeconds;
                var (_, small) = await ImportAsync(folder, few);
                var (seconds, large) = await ImportAsync(folder, many);
                report.Note($"round {round}: {seconds:N1} s beside {floor:N1} s; peak of all hosts {large:N0} MiB, {small:N0} MiB with {Few:N0} commits");
                if (round == 0) continue;
                time.Add(seconds, floor);
                memory.Add(large, small);
            }
            report.Add($"import of {Commits:N0} commits; floor: git log --raw --numstat", "s", time, new Target.TimesAtMost(4));
            report.Add($"peak of all hosts, {Commits:N0} commits; floor: {Few:N0} commits", "MiB", memory, new Target.TimesAtMost(1.3));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A new system, which has imported a few commits before it is measured.</summary>
    private static async Task<(double Seconds, double Memory)> ImportAsync(string folder, string repository)
    {
        await using var system = await RunningEs.UpAsync(folder);
        await system.RunCommandAsync("import", "boost", "git", "--repository", "bench/warm", Path.Combine(folder, "few.git"));
        var took = await system.RunCommandAsync("import", "boost", "git", "--repository", "bench/measured", repository);
        return (took.TotalSeconds, system.Hosts.Sum(PeakMemory.Of));
    }
}
