using System.Diagnostics;
using System.Globalization;
using EventSourced.Bench.Counting;
using EventSourced.ReadTables.Query;
using Npgsql;

namespace EventSourced.Bench;

/// <summary>A process that queries the counting table continuously, as the API does beside a worker that rebuilds: a collection of garbage in one does not stop the other.</summary>
internal sealed class ReaderProcess : IAsyncDisposable
{
    /// <summary>First argument of the process.</summary>
    public const string Name = "--reader";

    private const string Connection = "ES_BENCH_DATABASE";
    private const int WarmUp = 2_000;
    private readonly Process _process;

    private ReaderProcess(Process process) => _process = process;

    /// <summary>Starts it; the table must have the row <c>kind 7</c>.</summary>
    /// <param name="connection">The database.</param>
    public static async Task<ReaderProcess> StartAsync(string connection)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ReaderProcess).Assembly.Location, Name]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        // In the environment, because other users of the machine can read the command line.
        start.Environment[Connection] = connection;
        var reader = new ReaderProcess(Process.Start(start)!);
        await reader.LongestAsync();
        return reader;
    }

    /// <summary>The longest query during some work, in milliseconds.</summary>
    public async Task<double> LongestAsync(Func<Task> meanwhile)
    {
        await LongestAsync();
        await meanwhile();
        return await LongestAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>The process: for each line of its input it prints its longest query since the last line, the one that runs included.</summary>
    public static async Task<int> RunAsync()
    {
        await using var source = NpgsqlDataSource.Create(Environment.GetEnvironmentVariable(Connection)!);
        var runner = new TableQueryRunner(source);
        var query = TableQuery.Parse(CountingLog.Catalog.Find(CountingLog.Table)!, [new("kind", "kind 7")]);
        for (var i = 0; i < WarmUp; i++) await QueryAsync();
        var line = NextLine();
        var longest = TimeSpan.Zero;
        while (true)
        {
            if (await QueryAsync() is var took && took > longest) longest = took;
            if (!line.IsCompleted) continue;
            if (await line is null) return 0;
            Console.WriteLine(longest.TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
            (longest, line) = (TimeSpan.Zero, NextLine());
        }

        // On another thread: the console reads synchronously, also in ReadLineAsync.
        static Task<string?> NextLine() => Task.Run(Console.In.ReadLine);

        async Task<TimeSpan> QueryAsync()
        {
            var watch = Stopwatch.StartNew();
            using var buffer = new RowBuffer();
            var page = await runner.WriteAsync(query, RowFormat.Json, buffer);
            return page.Rows == 1 ? watch.Elapsed : throw new InvalidOperationException("A reader saw the table without its row.");
        }
    }

    private async Task<double> LongestAsync()
    {
        await _process.StandardInput.WriteLineAsync();
        await _process.StandardInput.FlushAsync();
        var line = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The reader ended. Its error is above.");
        return double.Parse(line, CultureInfo.InvariantCulture);
    }
}
