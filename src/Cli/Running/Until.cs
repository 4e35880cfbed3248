using System.Diagnostics;

namespace EventSourced.Cli.Running;

/// <summary>Polls a condition within a time limit.</summary>
internal static class Until
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    public static Task<bool> TrueAsync(Func<bool> condition, TimeSpan limit, CancellationToken cancellation) =>
        TrueAsync(() => Task.FromResult(condition()), limit, cancellation);

    /// <summary>True as soon as the condition holds; false after the time limit.</summary>
    public static async Task<bool> TrueAsync(Func<Task<bool>> condition, TimeSpan limit, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            if (await condition()) return true;
            if (clock.Elapsed >= limit) return false;
            await Task.Delay(s_pause, cancellation);
        }
    }
}
