namespace EventSourced.Workers.Consumers;

/// <summary>The commands that this process has in hand: somebody waits for their answers. While there are many, what nobody waits for stands back.</summary>
public sealed class CommandsInHand
{
    /// <summary>So many that they wait for each other.</summary>
    public const int Many = 16;

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(10);
    private int _count;

    /// <summary>Counts a command until it is disposed of.</summary>
    public IDisposable Take()
    {
        Interlocked.Increment(ref _count);
        return new InHand(this);
    }

    /// <summary>Waits until there are few.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task FewAsync(CancellationToken cancellationToken)
    {
        while (Volatile.Read(ref _count) >= Many) await Task.Delay(s_look, cancellationToken);
    }

    private sealed class InHand(CommandsInHand all) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref all._count);
    }
}
