using EventSourced.Commands.Pipeline;
using Npgsql;

namespace EventSourced.Commands.Rabbit.Analysis;

/// <summary>
/// The right to say which words of a child are new, held by one analysis at a time among all processes. Of those that wait, few wait on a connection to the
/// database: children share a small number of places in this process, one of which an analysis enters first. Should the connection of a lock break during
/// an analysis, another one may go on beside it: then a word may be new twice, and nothing else is wrong.
/// </summary>
/// <param name="dataSource">The database of the log.</param>
internal sealed class ChildLock(NpgsqlDataSource dataSource)
{
    private readonly SemaphoreSlim[] _places = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Waits for the right; disposing of it gives it back.</summary>
    public async Task<IAsyncDisposable> EnterAsync(string childId, CancellationToken cancellationToken)
    {
        var place = _places[(uint)childId.GetHashCode() % (uint)_places.Length];
        await place.WaitAsync(cancellationToken);
        try
        {
            return new Held(place, await new DatabaseLock(dataSource, "rabbit words of " + childId).TakeAsync(cancellationToken));
        }
        catch
        {
            place.Release();
            throw;
        }
    }

    private sealed class Held(SemaphoreSlim place, IAsyncDisposable everywhere) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await everywhere.DisposeAsync();
            place.Release();
        }
    }
}
