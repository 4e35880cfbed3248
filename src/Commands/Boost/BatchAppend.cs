using EventSourced.EventStore;

namespace EventSourced.Commands.Boost;

/// <summary>Appends what a batch of an import decides, together with the progress of the import.</summary>
internal static class BatchAppend
{
    // From here on COPY is faster.
    private const int BulkFrom = 50;
    private const int MaxTries = 20;

    /// <summary>Decides and appends, again when another stream than that of the import has changed meanwhile.</summary>
    /// <param name="store">The log.</param>
    /// <param name="metadata">Metadata of the events.</param>
    /// <param name="decide">Decides, with states that it loads anew.</param>
    /// <param name="progress">The progress after the result; its stream must not have changed.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ConcurrencyException">The stream of the progress has changed: another run imports the same file.</exception>
    public static async Task<T> RunAsync<T>(
        IEventStore store, EventMetadata metadata, Func<PendingAppends, Task<T>> decide, Func<T, StreamAppend> progress, CancellationToken cancellationToken)
    {
        for (var tried = 1; ; tried++)
        {
            var pending = new PendingAppends(metadata);
            var result = await decide(pending);
            var import = progress(result);
            var append = new Append([.. pending.Appends, import], pending.Metadata);
            try
            {
                await (pending.Count >= BulkFrom ? store.BulkAppendAsync(append, cancellationToken) : store.AppendAsync(append, cancellationToken));
                return result;
            }
            catch (ConcurrencyException e) when (e.StreamId != import.StreamId && tried < MaxTries)
            {
                // Another command or import recorded something of the batch, or a person.
            }
        }
    }
}
