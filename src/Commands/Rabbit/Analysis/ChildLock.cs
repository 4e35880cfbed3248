using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using EventSourced.Commands.Pipeline;
using Npgsql;

namespace EventSourced.Commands.Rabbit.Analysis;

/// <summary>
/// The right to say which words of a child are new, held by one analysis at a time: within this process by a lock in memory, among the processes by an
/// advisory lock of PostgreSQL on a connection of its own, for which at most one analysis of each child waits here. Should that connection break during an
/// analysis, another one may go on beside it: then a word may be new twice, and nothing else is wrong.
/// </summary>
/// <param name="dataSource">The database of the log.</param>
internal sealed class ChildLock(NpgsqlDataSource dataSource)
{
    private readonly KeyedLock _here = new();

    /// <summary>Waits for the right; disposing of it gives it back.</summary>
    public async Task<IAsyncDisposable> EnterAsync(string childId, CancellationToken cancellationToken)
    {
        var here = await _here.EnterAsync(childId, cancellationToken);
        NpgsqlConnection? connection = null;
        try
        {
            var key = BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes("rabbit words of " + childId)));
            connection = await dataSource.OpenConnectionAsync(cancellationToken);
            await ExecuteAsync(connection, "select pg_advisory_lock($1)", key, cancellationToken);
            return new Held(here, connection, key);
        }
        catch
        {
            if (connection is not null) await connection.DisposeAsync();
            here.Dispose();
            throw;
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, long key, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = key });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed class Held(IDisposable here, NpgsqlConnection connection, long key) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            try
            {
                // Closing alone would only return the session, lock included, to the pool.
                await ExecuteAsync(connection, "select pg_advisory_unlock($1)", key, default);
            }
            catch (Exception e) when (e is NpgsqlException or InvalidOperationException or IOException)
            {
                // The connection is gone, and the lock with it.
            }
            await connection.DisposeAsync();
            here.Dispose();
        }
    }
}
