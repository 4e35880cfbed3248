using EventSourced.Bench;
using EventSourced.Bench.Frame;

if (args is [MemoryBench.RebuildOnly]) return await MemoryBench.RebuildOnlyAsync(Environment.GetEnvironmentVariable("ES_BENCH_DATABASE")!);
if (args is [ReaderProcess.Name]) return await ReaderProcess.RunAsync();
if (args is [EventSourced.Bench.Commands.BareProgram.Name]) return await EventSourced.Bench.Commands.BareProgram.RunAsync();

var benches = typeof(IBench).Assembly.GetTypes()
    .Where(t => t.IsAssignableTo(typeof(IBench)) && !t.IsAbstract && t.GetConstructor(Type.EmptyTypes) is not null)
    .Select(t => (IBench)Activator.CreateInstance(t)!)
    .OrderBy(b => b.Name, StringComparer.Ordinal)
    .ToList();
if (args.FirstOrDefault(a => benches.All(b => b.Name != a)) is { } unknown)
{
    Console.Error.WriteLine($"There is no benchmark '{unknown}'. Benchmarks: {string.Join(", ", benches.Select(b => b.Name))}; without a name all of them run.");
    return 2;
}

await using var server = await BenchServer.StartAsync();
var machine = await Machine.DescribeAsync(server.ConnectionString);
Console.WriteLine(machine);
var measured = new SortedDictionary<string, IReadOnlyList<Measure>>(StringComparer.Ordinal);
var failed = false;
foreach (var bench in benches.Where(b => args.Length == 0 || args.Contains(b.Name)))
{
    Console.WriteLine();
    var report = new Report(bench.Name);
    try
    {
        await using var database = await BenchDatabase.CreateAsync(server, bench.Name);
        await bench.RunAsync(database, report);
        measured.Add(bench.Name, report.Measures);
    }
    catch (Exception e)
    {
        // Continue with the others. The results file keeps the old rows of this one, with their commit.
        Console.Error.WriteLine($"{bench.Name} failed: {e}");
        failed = true;
    }
}

if (Repository.Find() is { } root)
{
    var how = $"commit {Machine.Commit(root)}, {DateTime.UtcNow:yyyy-MM-dd}, `./es bench{string.Concat(args.Select(a => $" {a}"))}`";
    new ResultsFile(Path.Combine(root, "bench", "RESULTS.md")).Update(machine, measured, how);
}
return failed ? 1 : 0;
