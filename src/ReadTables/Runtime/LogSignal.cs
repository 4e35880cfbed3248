namespace EventSourced.ReadTables.Runtime;

/// <summary>Tells projection loops of this process that the log may have grown. Raising it too often, or missing one, costs time only: polling is the net.</summary>
public sealed class LogSignal
{
    private TaskCompletionSource _next = New();

    /// <summary>Completes at the next <see cref="Raise"/>. Take it before reading the log, so that nothing raised meanwhile is missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Wakes everybody who waits.</summary>
    public void Raise() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
