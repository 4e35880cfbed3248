using EventSourced.Commands.Pipeline;
using ConcurrencyException = EventSourced.EventStore.ConcurrencyException;

namespace EventSourced.Workers.Consumers;

/// <summary>
/// How the work that a message asks for is tried. While the database is away the work waits for it, however long. What fails for another reason is tried
/// again after each of the intervals, and then given up; a statement that is too slow for a database that answers is such a reason. What has ended otherwise goes up at once: the work was cancelled, or its command has failed before.
/// </summary>
/// <param name="intervals">Waits between the tries.</param>
/// <param name="answers">Whether the database answers now: asked when time ran out, which may be an outage or a slow statement.</param>
/// <param name="time">Clock of the waits.</param>
internal sealed class RetryLadder(IReadOnlyList<TimeSpan> intervals, Func<CancellationToken, Task<bool>> answers, TimeProvider? time = null)
{
    // Of work that is slower than all others so often in a row, something else is wrong.
    private const int MostYields = 200;
    private static readonly TimeSpan OutagePause = TimeSpan.FromSeconds(1);
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Whether work that others were faster at each time is begun anew: something was done, so it is no failure.</summary>
    public bool YieldsToOthers { get; init; }

    /// <summary>Tries until the work is done or given up.</summary>
    /// <param name="work">The work, which may be begun anew at any time.</param>
    /// <param name="away">Told that the work waits for the database.</param>
    /// <param name="again">Told of a failure, and how many there were, before the next try.</param>
    /// <param name="giveUp">Takes the last failure, and how many there were; what it throws goes up.</param>
    /// <param name="stopping">Ends tries and waits. Work that is cancelled by it has not failed.</param>
    /// <param name="cancellationToken">Cancels the work, where the host's stopping alone does not: that is no failure either.</param>
    public async Task RunAsync(
        Func<Task> work, Action<Exception> away, Action<Exception, int> again, Func<Exception, int, Task> giveUp,
        CancellationToken stopping, CancellationToken cancellationToken = default)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                await OutlastAsync(work, away, e => Outage.Is(e) ? Task.FromResult(true) : IsAwayAsync(e, stopping), stopping, cancellationToken);
                return;
            }
            catch (Exception e) when (!IsEnd(e, stopping, cancellationToken))
            {
                if (failures > intervals.Count)
                {
                    await giveUp(e, failures);
                    return;
                }
                again(e, failures);
                await Task.Delay(intervals[failures - 1], _time, stopping);
            }
        }
    }

    /// <summary>
    /// Does what has to be done, as soon as there is a database to do it in. Only for work of a short statement: when time runs out, it is tried again.
    /// </summary>
    /// <param name="work">The work, which may be begun anew at any time.</param>
    /// <param name="away">Told that the work waits for the database.</param>
    /// <param name="stopping">Ends tries and waits.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public Task OutlastAsync(Func<Task> work, Action<Exception> away, CancellationToken stopping, CancellationToken cancellationToken = default) =>
        OutlastAsync(work, away, e => Task.FromResult(Outage.MayBe(e)), stopping, cancellationToken);

    /// <returns>What the work returned.</returns>
    /// <inheritdoc cref="OutlastAsync(Func{Task}, Action{Exception}, CancellationToken, CancellationToken)"/>
    public async Task<T> OutlastAsync<T>(Func<Task<T>> work, Action<Exception> away, CancellationToken stopping, CancellationToken cancellationToken = default)
    {
        T result = default!;
        await OutlastAsync(async () => { result = await work(); }, away, stopping, cancellationToken);
        return result;
    }

    private async Task OutlastAsync(Func<Task> work, Action<Exception> away, Func<Exception, Task<bool>> isAway, CancellationToken stopping, CancellationToken cancellationToken)
    {
        var yields = 0;
        while (true)
        {
            try
            {
                await work();
                return;
            }
            catch (ConcurrencyException) when (YieldsToOthers && yields++ < MostYields)
            {
                // Those that collided must not meet again.
                await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(10, 200)), _time, stopping);
            }
            catch (Exception e) when (!IsEnd(e, stopping, cancellationToken) && Outage.MayBe(e))
            {
                if (!await isAway(e)) throw;
                away(e);
                await Task.Delay(OutagePause, _time, stopping);
            }
        }
    }

    private async Task<bool> IsAwayAsync(Exception e, CancellationToken stopping) => Outage.IsTimeout(e) && !await answers(stopping);

    // The tokens themselves are asked: one that is linked to them may be cancelled only after the work has seen it.
    private static bool IsEnd(Exception e, CancellationToken stopping, CancellationToken cancellationToken) =>
        e is CommandFailedException || (e is OperationCanceledException && (stopping.IsCancellationRequested || cancellationToken.IsCancellationRequested));
}
