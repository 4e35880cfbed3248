using EventSourced.Cli.Fuzzing;
using EventSourced.Cli.Output;

namespace EventSourced.EndToEnd.Cli;

/// <summary>A small run of <c>es fuzz</c>, and its report about a parser that fails.</summary>
public sealed class FuzzTests : IDisposable
{
    private readonly string _kept = Path.Combine(Path.GetTempPath(), $"es-fuzz-{Guid.NewGuid():N}");

    public static TheoryData<string> Targets => [.. EsProgram.Tools.FuzzTargets.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Mutated_samples_are_read_or_refused(string name)
    {
        const int seed = 1;
        var target = EsProgram.Tools.FuzzTargets.Single(t => t.Name == name);
        Assert.True(await Run().RunAsync(target, 5_000, seed, TestContext.Current.CancellationToken) == 0, $"es fuzz {name} --lines 5000 --seed {seed}");
    }

    [Fact]
    public async Task A_crash_is_counted_and_its_file_is_kept()
    {
        var crashing = EsProgram.Tools.FuzzTargets[0] with { Read = file => throw new IndexOutOfRangeException($"{file.Length} bytes") };
        Assert.True(await Run().RunAsync(crashing, 200, 7, TestContext.Current.CancellationToken) > 0);
        Assert.True(File.Exists(Path.Combine(_kept, $"fuzz-{crashing.Name}-7.txt")));
    }

    public void Dispose()
    {
        if (Directory.Exists(_kept)) Directory.Delete(_kept, recursive: true);
    }

    private FuzzRun Run() => new(new Screen(), Path.Combine(EsProgram.Root, "samples"), _kept);
}
