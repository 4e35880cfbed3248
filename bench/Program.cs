using EventSourced.Bench;

Dictionary<string, Func<BenchDatabase, Task>> benches = new()
{
    ["append"] = AppendBench.RunAsync,
    ["bulk"] = BulkAppendBench.RunAsync,
    ["lag"] = LagBench.RunAsync,
    ["catch-up"] = ProjectionBench.RunAsync,
    ["import"] = ImportBench.RunAsync,
};

var wanted = args.Length == 0 ? [.. benches.Keys] : args;
if (wanted.FirstOrDefault(a => !benches.ContainsKey(a)) is { } unknown)
{
    Console.Error.WriteLine($"There is no benchmark '{unknown}'. There are: {string.Join(", ", benches.Keys)}; without a name all of them run.");
    return 2;
}
Console.WriteLine($"{Environment.ProcessorCount} processors, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB, .NET {Environment.Version}, {DateTime.UtcNow:yyyy-MM-dd}");
foreach (var name in wanted)
{
    Console.WriteLine($"\n# {name}");
    await using var database = await BenchDatabase.CreateAsync(name);
    await benches[name](database);
}
return 0;
