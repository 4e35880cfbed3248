using System.Diagnostics;
using System.Security.Cryptography;
using EventSourced.Bench.Counting;
using EventSourced.Bench.Frame;
using EventSourced.Commands.Fastest.Drift;
using EventSourced.Commands.Fastest.Trees;

namespace EventSourced.Bench.Fastest;

/// <summary>
/// A drift report of two stored manifests of 100,000 files, compared with reading and hashing them; and the rebuild of all Fastest tables, compared with reading the log.
/// </summary>
internal sealed class TreesBench : IBench
{
    private const int Files = 100_000, Events = 1_000_000;

    public string Name => "trees";

    public async Task RunAsync(BenchDatabase database, Report report)
    {
        var folder = Directory.CreateTempSubdirectory("es-bench-").FullName;
        try
        {
            var (main, workspace) = (Path.Combine(folder, "main.json"), Path.Combine(folder, "workspace.json"));
            await WriteAsync(main, Tree(changed: 0));
            await WriteAsync(workspace, Tree(changed: 50));
            report.Note($"the manifests have {new FileInfo(main).Length:N0} and {new FileInfo(workspace).Length:N0} bytes");
            report.Add($"drift of two manifests of {Files:N0} files; floor: read and hash them", "ms", await Rounds.RunAsync(
                () => TimeAsync(async () =>
                {
                    await HashAsync(main);
                    await HashAsync(workspace);
                }),
                () => TimeAsync(() => CompareAsync(main, workspace))), new Target.TimesAtMost(3));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        await using var log = new FilledLog(database);
        await log.FillAsync(Events, TreesEvents.Of);
        report.Add($"rebuild of all Fastest tables, {Events:N0} events; floor: reading only", "events/s", await Rebuilds.BesideReadingAsync(database, log.Store, Events, "fastest"), new Target.Times(0.3));
    }

    // As a working tree: folders of 20 files. One file in so many has other content in the workspace, and as many exist on one side only.
    private static FileTree Tree(int changed) => FileTree.Of(Enumerable.Range(0, Files).Select(i => TreeEntry.File(
        $"src/area{i / 2_000}/part{i / 20}/{(changed > 0 && i % changed == 1 ? "moved" : "file")}{i}.cs",
        ContentHash.Of(BitConverter.GetBytes(changed > 0 && i % changed == 0 ? -i : i)), (i % 9_000) + 1, 0x1A4)));

    private static async Task WriteAsync(string path, FileTree tree)
    {
        await using var output = File.Create(path);
        await ManifestWriter.WriteAsync(tree, output);
    }

    private static async Task HashAsync(string path)
    {
        await using var content = File.OpenRead(path);
        await SHA256.HashDataAsync(content);
    }

    private static async Task CompareAsync(string main, string workspace)
    {
        await using FileStream left = File.OpenRead(main), right = File.OpenRead(workspace);
        var (source, own) = await ManifestReader.ReadBothAsync(left, right);
        if (TreeComparison.Of(source, own).BothDifferent.Count == 0) throw new InvalidOperationException("The trees must differ.");
    }

    private static async Task<double> TimeAsync(Func<Task> run)
    {
        const int Times = 5;
        var watch = Stopwatch.StartNew();
        for (var n = 0; n < Times; n++) await run();
        return watch.Elapsed.TotalMilliseconds / Times;
    }
}
