using System.Diagnostics;
using Npgsql;

namespace EventSourced.Bench.Frame;

/// <summary>A caller that appends one event after another.</summary>
/// <param name="OneAsync">Appends one.</param>
/// <param name="Connection">Its own connection, or null.</param>
internal sealed record Caller(Func<Task> OneAsync, NpgsqlConnection? Connection = null);

internal static class Callers
{
    private static readonly TimeSpan s_span = TimeSpan.FromSeconds(2);

    /// <summary>Runs callers concurrently, and returns their total appends per second.</summary>
    public static async Task<double> CallAsync(int callers, Func<int, Task<Caller>> open, TimeSpan? span = null)
    {
        var calls = await Task.WhenAll(Enumerable.Range(0, callers).Select(open));
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(calls.Select(call => Task.Run(async () =>
        {
            var n = 0;
            for (; watch.Elapsed < (span ?? s_span); n++) await call.OneAsync();
            return n;
        })));
        var rate = counts.Sum() / watch.Elapsed.TotalSeconds;
        foreach (var call in calls)
            if (call.Connection is not null) await call.Connection.DisposeAsync();
        return rate;
    }
}
