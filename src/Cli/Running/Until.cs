using System.Diagnostics;

namespace EventSourced.Cli.Running;

/// <summary>Waiting on a fact that announces itself to nobody: asked again after a short pause, within a limit.</summary>
internal static class Until
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    public static Task<bool> TrueAsync(Func<bool> fact, TimeSpan limit, CancellationToken cancellation) =>
        TrueAsync(() => Task.FromResult(fact()), limit, cancellation);

    /// <summary>True as soon as the fact holds; false when the limit passed first.</summary>
    public static async Task<bool> TrueAsync(Func<Task<bool>> fact, TimeSpan limit, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            if (await fact()) return true;
            if (clock.Elapsed >= limit) return false;
            await Task.Delay(s_pause, cancellation);
        }
    }
}
