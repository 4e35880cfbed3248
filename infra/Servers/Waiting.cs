using System.Diagnostics;

namespace EventSourced.Servers;

/// <summary>Polls a condition within a time limit.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static Task<bool> UntilAsync(Func<bool> condition, TimeSpan limit, CancellationToken cancellation) =>
        UntilAsync(() => ValueTask.FromResult(condition()), limit, cancellation);

    /// <summary>True as soon as the condition holds; false after the time limit.</summary>
    public static async Task<bool> UntilAsync(Func<ValueTask<bool>> condition, TimeSpan limit, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            if (await condition()) return true;
            if (clock.Elapsed >= limit) return false;
            await Task.Delay(Pause, cancellation);
        }
    }
}
