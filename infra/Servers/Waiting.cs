using System.Diagnostics;

namespace EventSourced.Servers;

/// <summary>Waiting on a fact that announces itself to nobody: asked again after a short pause, within a limit.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static Task<bool> UntilAsync(Func<bool> fact, TimeSpan limit, CancellationToken cancellation) =>
        UntilAsync(() => ValueTask.FromResult(fact()), limit, cancellation);

    /// <summary>True as soon as the fact holds; false when the limit passed first.</summary>
    public static async Task<bool> UntilAsync(Func<ValueTask<bool>> fact, TimeSpan limit, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            if (await fact()) return true;
            if (clock.Elapsed >= limit) return false;
            await Task.Delay(Pause, cancellation);
        }
    }
}
