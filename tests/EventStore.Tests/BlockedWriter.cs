namespace EventSourced.EventStore.Tests;

/// <summary>The writer of a store, which is blocked after an append until it is released: later appends of the same writer wait together.</summary>
internal sealed class BlockedWriter : IDisposable
{
    private readonly ManualResetEventSlim _go = new();
    private readonly Task _first;

    private BlockedWriter(PostgresEventStore store, string stream, TaskCompletionSource inside)
    {
        // Only the first append blocks: other writers of the store may run on the thread of the test.
        store.Appended += _ =>
        {
            if (inside.TrySetResult()) _go.Wait();
        };
        // On a thread of its own, because the writer may run on the caller's.
        _first = Task.Run(() => store.AppendAsync(Some.Append(Some.To(stream, ExpectedVersion.Any))));
    }

    /// <summary>Appends an event, and blocks the writer after it.</summary>
    public static async Task<BlockedWriter> AfterAppendAsync(PostgresEventStore store, string stream)
    {
        var inside = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writer = new BlockedWriter(store, stream, inside);
        await inside.Task;
        return writer;
    }

    /// <summary>Lets the writer continue.</summary>
    public Task ReleaseAsync()
    {
        _go.Set();
        return _first;
    }

    public void Dispose() => _go.Dispose();
}
