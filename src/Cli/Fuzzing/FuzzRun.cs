using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;

namespace EventSourced.Cli.Fuzzing;

/// <summary>Feeds mutated files to parsers. A crash or a hang is reported with its seed, and the file is kept.</summary>
internal sealed class FuzzRun(Screen screen, string samples, string kept)
{
    private const int MaxLines = 60;
    private const int MaxFaults = 10;

    /// <summary>Longer than a file of so few lines takes on any busy machine.</summary>
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(30);

    /// <summary>Runs one target; returns the number of faults.</summary>
    /// <param name="target">The parser.</param>
    /// <param name="lines">Number of mutated lines.</param>
    /// <param name="seed">The seed of the first file; each file has the next one.</param>
    /// <param name="cancellation">Stops between two files.</param>
    public async Task<int> RunAsync(FuzzTarget target, long lines, int seed, CancellationToken cancellation)
    {
        var itsSamples = target.Samples(samples);
        var (faults, refused, read) = (0, 0L, 0L);
        for (long done = 0; done < lines; seed++)
        {
            cancellation.ThrowIfCancellationRequested();
            var file = new Mutator(itsSamples, seed).File(MaxLines, out var mutated);
            done += mutated;
            var reading = Task.Factory.StartNew(() => target.Read(file), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            try
            {
                await reading.WaitAsync(s_hang, cancellation);
                read++;
            }
            catch (TimeoutException)
            {
                await ReportAsync(target, seed, file, $"takes longer than {s_hang.TotalSeconds:0} s");
                // Its thread cannot be stopped and would disturb the next files.
                return faults + 1;
            }
            catch (Exception e) when (target.IsRefusal(e))
            {
                refused++;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                await ReportAsync(target, seed, file, e.ToString());
                if (++faults >= MaxFaults) return faults;
            }
        }
        screen.Line($"{target.Name}: {lines:N0} mutated lines in {read + refused + faults:N0} files: {read:N0} read, {refused:N0} refused, {faults:N0} crashed or hung.");
        return faults;
    }

    private async Task ReportAsync(FuzzTarget target, int seed, byte[] file, string what)
    {
        Directory.CreateDirectory(kept);
        var path = Path.Combine(kept, $"fuzz-{target.Name}-{seed}.txt");
        await File.WriteAllBytesAsync(path, file);
        screen.Error($"{target.Name}, seed {seed}: {what}. The file is kept: {path}. Repeat it: {Hint.Es($"fuzz {target.Name} --seed {seed} --lines 1")}");
    }
}
