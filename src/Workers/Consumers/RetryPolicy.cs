using EventSourced.Commands.Pipeline;
using ConcurrencyException = EventSourced.EventStore.ConcurrencyException;

namespace EventSourced.Workers.Consumers;

/// <summary>
/// How the work of a message is retried. During an outage of the database, the work waits without a limit. Any other failure, also a timeout of a slow statement, is
/// retried after each of the intervals and then given up. Cancellation and the failure of an already failed command are rethrown immediately.
/// </summary>
/// <param name="intervals">Waits between the attempts.</param>
/// <param name="databaseAnswers">Whether the database databaseAnswers now: asked when time ran out, which may be an outage or a slow statement.</param>
/// <param name="time">Clock of the waits.</param>
internal sealed class RetryPolicy(IReadOnlyList<TimeSpan> intervals, Func<CancellationToken, Task<bool>> databaseAnswers, TimeProvider? time = null)
{
    // So many conflicts in a row have another cause than concurrency.
    private const int MaxConflicts = 200;
    private static readonly TimeSpan OutagePause = TimeSpan.FromSeconds(1);
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Whether work is retried after a concurrency conflict: another command succeeded, so this is no failure.</summary>
    public bool RetriesConflicts { get; init; }

    /// <summary>Runs the work until it succeeds or is given up.</summary>
    /// <param name="work">The work, which may be repeated.</param>
    /// <param name="onOutage">Called when the work waits for the database.</param>
    /// <param name="onRetry">Told of a failure, and how many there were, before the next try.</param>
    /// <param name="giveUp">Takes the last failure, and how many there were; what it throws goes up.</param>
    /// <param name="stopping">Ends tries and waits. Work that is cancelled by it has not failed.</param>
    /// <param name="cancellationToken">Cancels the work, where the host's stopping alone does not: that is no failure either.</param>
    public async Task RunAsync(
        Func<Task> work, Action<Exception> onOutage, Action<Exception, int> onRetry, Func<Exception, int, Task> giveUp,
        CancellationToken stopping, CancellationToken cancellationToken = default)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                await WaitOutOutageAsync(work, onOutage, e => Outage.Is(e) ? Task.FromResult(true) : IsDownAsync(e, stopping), stopping, cancellationToken);
                return;
            }
            catch (Exception e) when (!IsFinal(e, stopping, cancellationToken))
            {
                if (failures > intervals.Count)
                {
                    await giveUp(e, failures);
                    return;
                }
                onRetry(e, failures);
                await Task.Delay(intervals[failures - 1], _time, stopping);
            }
        }
    }

    /// <summary>
    /// Runs the work as soon as the database is up. Only for short statements: a timeout is retried like an outage.
    /// </summary>
    /// <param name="work">The work, which may be repeated.</param>
    /// <param name="onOutage">Called when the work waits for the database.</param>
    /// <param name="stopping">Ends attempts and waits.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public Task WaitOutOutageAsync(Func<Task> work, Action<Exception> onOutage, CancellationToken stopping, CancellationToken cancellationToken = default) =>
        WaitOutOutageAsync(work, onOutage, e => Task.FromResult(Outage.MayBe(e)), stopping, cancellationToken);

    /// <returns>What the work returned.</returns>
    /// <inheritdoc cref="WaitOutOutageAsync(Func{Task}, Action{Exception}, CancellationToken, CancellationToken)"/>
    public async Task<T> WaitOutOutageAsync<T>(Func<Task<T>> work, Action<Exception> onOutage, CancellationToken stopping, CancellationToken cancellationToken = default)
    {
        T result = default!;
        await WaitOutOutageAsync(async () => { result = await work(); }, onOutage, stopping, cancellationToken);
        return result;
    }

    private async Task WaitOutOutageAsync(Func<Task> work, Action<Exception> onOutage, Func<Exception, Task<bool>> isDown, CancellationToken stopping, CancellationToken cancellationToken)
    {
        var conflicts = 0;
        while (true)
        {
            try
            {
                await work();
                return;
            }
            catch (ConcurrencyException) when (RetriesConflicts && conflicts++ < MaxConflicts)
            {
                // A random pause, so that commands that collided do not collide again.
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(10, 200)), _time, stopping);
            }
            catch (Exception e) when (!IsFinal(e, stopping, cancellationToken) && Outage.MayBe(e))
            {
                if (!await isDown(e)) throw;
                onOutage(e);
                await Task.Delay(OutagePause, _time, stopping);
            }
        }
    }

    private async Task<bool> IsDownAsync(Exception e, CancellationToken stopping) => Outage.IsTimeout(e) && !await databaseAnswers(stopping);

    // Checks the original tokens: a linked token may be cancelled later than the work sees it.
    private static bool IsFinal(Exception e, CancellationToken stopping, CancellationToken cancellationToken) =>
        e is CommandFailedException || (e is OperationCanceledException && (stopping.IsCancellationRequested || cancellationToken.IsCancellationRequested));
}
