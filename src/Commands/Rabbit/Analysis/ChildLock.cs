using EventSourced.Commands.Pipeline;
using Npgsql;

namespace EventSourced.Commands.Rabbit.Analysis;

/// <summary>
/// The right to say which words of a child are new, held by one analysis at a time: within this process by a lock in memory, among the processes by one of
/// the database, for which at most one analysis of each child waits here. Should its connection break during an analysis, another one may go on beside it:
/// then a word may be new twice, and nothing else is wrong.
/// </summary>
/// <param name="dataSource">The database of the log.</param>
internal sealed class ChildLock(NpgsqlDataSource dataSource)
{
    private readonly KeyedLock _here = new();

    /// <summary>Waits for the right; disposing of it gives it back.</summary>
    public async Task<IAsyncDisposable> EnterAsync(string childId, CancellationToken cancellationToken)
    {
        var here = await _here.EnterAsync(childId, cancellationToken);
        try
        {
            return new Held(here, await new DatabaseLock(dataSource, "rabbit words of " + childId).TakeAsync(cancellationToken));
        }
        catch
        {
            here.Dispose();
            throw;
        }
    }

    private sealed class Held(IDisposable here, IAsyncDisposable everywhere) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await everywhere.DisposeAsync();
            here.Dispose();
        }
    }
}
