namespace EventSourced.EventStore.Appending;

/// <summary>
/// The writers of a process. While the server executes a group of one writer, the other completes its last group and prepares its next. A stream always has
/// the same writer, so that two groups of one process seldom wait for each other's locks.
/// </summary>
/// <param name="open">Starts a writer.</param>
internal sealed class AppendWriters(Func<AppendWriter> open) : IAsyncDisposable
{
    private readonly AppendWriter[] _writers = [open(), open()];

    /// <summary>Transactions so far.</summary>
    public long Groups => _writers.Sum(w => w.Groups);

    /// <summary>Server processes of the writers' connections.</summary>
    public IEnumerable<int> BackendPids => _writers.Select(w => w.BackendPid).Where(pid => pid != 0);

    /// <summary>Writes an append by the writer of its first stream.</summary>
    /// <param name="pending">The append.</param>
    /// <param name="cancellationToken">Cancels the append, unless a writer has taken it already.</param>
    public Task<AppendResult> AppendAsync(PendingAppend pending, CancellationToken cancellationToken) =>
        _writers[(uint)(pending.Append.Streams is [var first, ..] ? first.StreamId.GetHashCode(StringComparison.Ordinal) : 0) % _writers.Length].AppendAsync(pending, cancellationToken);

    /// <summary>Writes the appends that wait, then stops the writers.</summary>
    public async ValueTask DisposeAsync() => await Task.WhenAll(_writers.Select(w => w.DisposeAsync().AsTask()));
}
