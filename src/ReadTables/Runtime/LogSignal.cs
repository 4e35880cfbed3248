namespace EventSourced.ReadTables.Runtime;

/// <summary>Signals the readers of this process, lanes and relay, that the log may have grown. A superfluous or missed signal only costs time, because the log is also polled.</summary>
public sealed class LogSignal
{
    private TaskCompletionSource _next = New();

    /// <summary>Completes at the next <see cref="Raise"/>. Read it before the log, so that no signal is missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Wakes all waiting readers.</summary>
    public void Raise() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
