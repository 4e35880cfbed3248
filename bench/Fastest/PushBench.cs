using System.Diagnostics;
using System.Security.Cryptography;
using EventSourced.Bench.Frame;

namespace EventSourced.Bench.Fastest;

/// <summary>
/// <c>es fst push</c> of a folder of 10,000 files, 8 KB on average, of which nothing is new: the whole process, as its user waits for it. The floor walks the folder and hashes
/// its files in a process that runs already.
/// </summary>
internal sealed class PushBench : IBench
{
    private const int Files = 10_000;

    public string Name => "push";

    public async Task RunAsync(BenchDatabase database, Report report)
    {
        var folder = RunningEs.Folder();
        try
        {
            await using var system = await RunningEs.UpAsync(folder);
            var token = ("ES_FST_TOKEN", (await TreesUser.SignInAsync(system)).Token);
            var tree = Path.Combine(folder, "tree");
            Write(tree);
            await RunningEs.RunAsync(["fst", "init", "--api", system.Client.BaseAddress!.AbsoluteUri], tree, token);
            var first = await RunningEs.RunAsync(["fst", "push"], tree, token);
            report.Note($"the first push, which uploads {Files:N0} files, took {first.TotalSeconds:N1} s");
            report.Add($"push of {Files:N0} files, nothing new; floor: walk and hash them", "ms", await Rounds.RunAsync(
                () => Task.FromResult(Hash(tree).TotalMilliseconds),
                async () => (await RunningEs.RunAsync(["fst", "push"], tree, token)).TotalMilliseconds), new Target.TimesAtMost(2));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Folders of 20 files, sizes from 1 to 16 KB.
    private static void Write(string tree)
    {
        var random = new Random(1);
        foreach (var i in Enumerable.Range(0, Files))
        {
            var content = new byte[random.Next(1_000, 16_000)];
            random.NextBytes(content);
            var path = Path.Combine(tree, $"area{i / 1_000}", $"part{i / 20}", $"file{i}.cs");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, content);
        }
    }

    private static TimeSpan Hash(string tree)
    {
        var watch = Stopwatch.StartNew();
        foreach (var path in Directory.EnumerateFiles(tree, "*", SearchOption.AllDirectories))
        {
            using var content = File.OpenRead(path);
            SHA256.HashData(content);
        }
        return watch.Elapsed;
    }
}
