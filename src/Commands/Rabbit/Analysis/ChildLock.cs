using EventSourced.Commands.Pipeline;
using Npgsql;

namespace EventSourced.Commands.Rabbit.Analysis;

/// <summary>
/// A lock per child, held by one analysis at a time over all processes, because an analysis decides which words are new. An analysis first enters one of a small number of
/// semaphores of this process, so that few waiting ones need a database connection. If the connection of a lock breaks during an analysis, another one may run
/// concurrently: then a word may be recorded as new twice, with no other effect.
/// </summary>
/// <param name="dataSource">The database of the log.</param>
internal sealed class ChildLock(NpgsqlDataSource dataSource)
{
    private readonly SemaphoreSlim[] _local = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Waits for the lock; disposing releases it.</summary>
    public async Task<IAsyncDisposable> EnterAsync(string childId, CancellationToken cancellationToken)
    {
        var local = _local[(uint)childId.GetHashCode() % (uint)_local.Length];
        await local.WaitAsync(cancellationToken);
        try
        {
            return new Held(local, await new DatabaseLock(dataSource, "rabbit words of " + childId).TakeAsync(cancellationToken));
        }
        catch
        {
            local.Release();
            throw;
        }
    }

    private sealed class Held(SemaphoreSlim local, IAsyncDisposable database) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await database.DisposeAsync();
            local.Release();
        }
    }
}
