using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Medallion.Threading.Postgres;
using Npgsql;

namespace EventSourced.Commands.Pipeline;

/// <summary>
/// A lock over all processes: an advisory lock of PostgreSQL on a dedicated connection. When that connection breaks, the server releases the lock.
/// </summary>
/// <param name="dataSource">The database.</param>
/// <param name="name">What is locked.</param>
internal sealed class DatabaseLock(NpgsqlDataSource dataSource, string name)
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(5), s_maxPause = TimeSpan.FromMilliseconds(100);
    private readonly PostgresDistributedLock _lock = new(new PostgresAdvisoryLockKey(KeyOf(name)), dataSource, options => options.UseMultiplexing(false));

    /// <summary>Its key in <c>pg_locks</c>.</summary>
    internal long Key { get; } = KeyOf(name);

    /// <summary>Takes the lock, or returns null when another process holds it.</summary>
    public async Task<HeldLock?> TryTakeAsync(CancellationToken cancellationToken) =>
        await _lock.TryAcquireAsync(cancellationToken: cancellationToken) is { } handle ? new HeldLock(handle) : null;

    /// <summary>Waits for the lock.</summary>
    public async Task<HeldLock> TakeAsync(CancellationToken cancellationToken)
    {
        // Polls: a statement that waits for a lock holds a snapshot, and no dead row of the database could be removed meanwhile.
        for (var pause = s_firstPause; ; pause = pause * 2 < s_maxPause ? pause * 2 : s_maxPause)
        {
            if (await TryTakeAsync(cancellationToken) is { } held) return held;
            await Task.Delay(pause * (0.5 + Random.Shared.NextDouble()), cancellationToken);
        }
    }

    // 64 bits of a hash: two names with the same key would block each other.
    private static long KeyOf(string name) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
}

/// <summary>A lock that is held until this is disposed, or its connection breaks.</summary>
internal sealed class HeldLock(PostgresDistributedLockHandle handle) : IAsyncDisposable
{
    /// <summary>Cancelled when the lock may belong to another process.</summary>
    public CancellationToken Lost => handle.HandleLostToken;

    public async ValueTask DisposeAsync()
    {
        try
        {
            await handle.DisposeAsync();
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or IOException)
        {
            // The connection is gone, and the lock with it. The library throws in this case.
        }
    }
}
