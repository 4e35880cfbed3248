namespace EventSourced.Workers.Consumers;

/// <summary>Counts the commands that this process handles and that callers wait for. While there are many, follow-ups yield to them.</summary>
public sealed class CommandsInProgress
{
    /// <summary>From this number on, commands wait for each other.</summary>
    public const int BusyCount = 16;

    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(10);
    private int _count;

    /// <summary>Counts a command until the returned value is disposed.</summary>
    public IDisposable Take()
    {
        Interlocked.Increment(ref _count);
        return new Counted(this);
    }

    /// <summary>Waits until there are fewer than <see cref="BusyCount"/>.</summary>
    /// <param name="orWhen">Another reason to stop waiting.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task WaitUntilFewAsync(Func<bool> orWhen, CancellationToken cancellationToken)
    {
        while (Volatile.Read(ref _count) >= BusyCount && !orWhen()) await Task.Delay(s_pollInterval, cancellationToken);
    }

    private sealed class Counted(CommandsInProgress all) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref all._count);
    }
}
