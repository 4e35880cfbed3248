namespace EventSourced.ReadTables.Runtime;

/// <summary>Waits for a signal, but not for ever.</summary>
public static class SignalWait
{
    /// <summary>
    /// Completes at the signal, or when the time is over. The timer ends with the wait: <c>Task.WhenAny</c> with <c>Task.Delay</c> would leave one for each signal, which come a hundred times a second.
    /// </summary>
    /// <param name="signalled">Completes at the signal; it never fails.</param>
    /// <param name="longest">The longest time to wait.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static async Task AtMostAsync(this Task signalled, TimeSpan longest, CancellationToken cancellationToken)
    {
        await signalled.WaitAsync(longest, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
