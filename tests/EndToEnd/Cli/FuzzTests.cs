using System.Text;
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

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_parser_reads_samples_as_they_are(string name)
    {
        // Else every mutated one would be refused, too, and the run would show nothing.
        var target = EsProgram.Tools.FuzzTargets.Single(t => t.Name == name);
        Assert.Contains(target.Samples(Path.Combine(EsProgram.Root, "samples")), sample => IsRead(target, Encoding.UTF8.GetBytes(string.Join('\n', sample.Select(Encoding.UTF8.GetString)))));
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

    private static bool IsRead(FuzzTarget target, byte[] file)
    {
        try
        {
            target.Read(file);
            return true;
        }
        catch (Exception e) when (target.IsRefusal(e))
        {
            return false;
        }
    }

    private FuzzRun Run() => new(new Screen(), Path.Combine(EsProgram.Root, "samples"), _kept);
}
