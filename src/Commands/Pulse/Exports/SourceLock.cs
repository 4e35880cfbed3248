using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using EventSourced.Commands.Pulse.Communities;
using Npgsql;

namespace EventSourced.Commands.Pulse.Exports;

/// <summary>
/// The right to process the exports of a source, held by one process at a time: a session-level advisory lock of PostgreSQL on a connection
/// of its own. When that connection breaks, the server gives the lock away, and <see cref="Lost"/> says so at once.
/// </summary>
internal sealed class SourceLock : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly long _key;
    private readonly CancellationTokenSource _stopWatching = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly Task _watching;

    private SourceLock(NpgsqlConnection connection, long key)
    {
        (_connection, _key) = (connection, key);
        _watching = WatchAsync();
    }

    /// <summary>Cancelled when the lock may belong to another process.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Takes the lock, or returns null when another process, or another run of this one, holds it.</summary>
    public static async Task<SourceLock?> TryTakeAsync(NpgsqlDataSource dataSource, SourceScope source, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        try
        {
            var key = KeyOf(source);
            await using var command = new NpgsqlCommand("select pg_try_advisory_lock($1)", connection);
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = key });
            if (await command.ExecuteScalarAsync(cancellationToken) is true) return new SourceLock(connection, key);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
        await connection.DisposeAsync();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopWatching.CancelAsync();
        await _watching;
        try
        {
            // Closing alone would only return the session, lock included, to the pool.
            await using var command = new NpgsqlCommand("select pg_advisory_unlock($1)", _connection);
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = _key });
            await command.ExecuteScalarAsync();
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or IOException)
        {
            // The connection is gone, and the lock with it.
        }
        await _connection.DisposeAsync();
        _stopWatching.Dispose();
        _lost.Dispose();
    }

    // 64 bits rather than two numbers of 32: two sources with one key would wait for each other's queue and never see their own.
    internal static long KeyOf(SourceScope source) =>
        BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes("pulse import " + source.Stream)));

    private async Task WatchAsync()
    {
        try
        {
            while (true) await _connection.WaitAsync(_stopWatching.Token);
        }
        catch (OperationCanceledException) when (_stopWatching.IsCancellationRequested)
        {
        }
        catch (Exception)
        {
            await _lost.CancelAsync();
        }
    }
}
