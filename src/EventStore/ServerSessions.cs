using System.Collections.Concurrent;
using System.Data.Common;
using Npgsql;

namespace EventSourced.EventStore;

/// <summary>What stands between this process and the server.</summary>
public enum Pooling
{
    /// <summary>A connection is a session of the server.</summary>
    None,

    /// <summary>A pooler that gives every connection a session of its own for as long as the connection is open.</summary>
    Session,

    /// <summary>A pooler that gives a connection another session in every transaction: nothing may be kept in a session.</summary>
    Transaction,

    /// <summary>A pooler that allows no transactions of several statements.</summary>
    Statement,
}

/// <summary>What connections may keep in their sessions. A pooler such as PgBouncer may lend the sessions to many connections in turn.</summary>
public static class ServerSessions
{
    private const int Rounds = 5;

    private static readonly ConcurrentDictionary<string, bool> s_kept = new();

    /// <summary>
    /// Whether statements may be prepared and settings made for a session. <c>Max Auto Prepare=0</c> in the connection string forbids both; a string that says
    /// nothing allows them, although Npgsql's own default is 0 as well.
    /// </summary>
    /// <param name="connectionString">The connection string.</param>
    public static bool AreKept(string connectionString) => s_kept.GetOrAdd(connectionString, static text =>
    {
        var words = new DbConnectionStringBuilder { ConnectionString = text };
        return words.Keys!.Cast<string>().All(key => !key.Replace(" ", "", StringComparison.Ordinal).Equals("MaxAutoPrepare", StringComparison.OrdinalIgnoreCase) || Convert.ToString(words[key]) != "0");
    });

    /// <summary>
    /// Finds out what stands between this process and the server, without regard to names and versions: a pooler answers with a process number that is not
    /// the server's; and where two open connections meet in one session, or one connection finds itself in another session, sessions are shared.
    /// </summary>
    /// <param name="source">The database.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<Pooling> FindAsync(NpgsqlDataSource source, CancellationToken cancellationToken = default)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var session = await PidAsync(connection, cancellationToken);
        if (session == connection.ProcessID) return Pooling.None;
        for (var round = 0; round < Rounds; round++)
        {
            await using var other = await source.OpenConnectionAsync(cancellationToken);
            try
            {
                // The transaction holds a session back, which a pooler may have lent to the first connection before.
                await using var transaction = await other.BeginTransactionAsync(cancellationToken);
                if (await PidAsync(other, cancellationToken) == session || await PidAsync(connection, cancellationToken) != session) return Pooling.Transaction;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ProtocolViolation)
            {
                return Pooling.Statement;
            }
        }
        return Pooling.Session;
    }

    /// <summary>Refuses a pooler that shares sessions, for a process that needs sessions of its own.</summary>
    /// <param name="source">The database.</param>
    /// <param name="who">What needs them, as the subject of a sentence in the plural.</param>
    /// <param name="setting">Where the connection string comes from.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="SharedSessionsException">The sessions are shared.</exception>
    public static async Task RequireOwnAsync(NpgsqlDataSource source, string who, string setting, CancellationToken cancellationToken = default)
    {
        var pooling = await FindAsync(source, cancellationToken);
        if (pooling is Pooling.None or Pooling.Session) return;
        throw new SharedSessionsException(
            $"{NameOf(source)} is a connection pooler in {pooling.ToString().ToLowerInvariant()} mode. {who} hold session locks in PostgreSQL, which such a pooler loses: "
            + $"let {setting} name the server itself, or a pool in session mode. The API alone can go through a pool in transaction mode, with \"Max Auto Prepare=0\" in its connection string.");
    }

    /// <summary>Refuses a pooler that the connection string does not allow for.</summary>
    /// <param name="source">The database.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="SharedSessionsException">The sessions are shared, and this process would prepare statements in them; or there are no transactions.</exception>
    public static async Task RequireAsDeclaredAsync(NpgsqlDataSource source, CancellationToken cancellationToken = default)
    {
        var pooling = await FindAsync(source, cancellationToken);
        if (pooling is Pooling.Statement)
            throw new SharedSessionsException($"{NameOf(source)} is a connection pooler in statement mode, which allows no transactions: use a pool in transaction or session mode.");
        if (pooling is Pooling.Transaction && AreKept(source.ConnectionString))
        {
            throw new SharedSessionsException(
                $"{NameOf(source)} is a connection pooler in transaction mode, where prepared statements are lost: add \"Max Auto Prepare=0\" to ConnectionStrings:Postgres, "
                + "use a pool in session mode, or name the server itself.");
        }
    }

    /// <summary>Prepares a command where sessions are kept.</summary>
    internal static Task PrepareAsync(NpgsqlCommand command) => AreKept(command.Connection!.ConnectionString) ? command.PrepareAsync() : Task.CompletedTask;

    /// <summary>Prepares a batch where sessions are kept.</summary>
    internal static Task PrepareAsync(NpgsqlBatch batch) => AreKept(batch.Connection!.ConnectionString) ? batch.PrepareAsync() : Task.CompletedTask;

    /// <summary>Makes settings for a session where sessions are kept.</summary>
    internal static async Task SetAsync(NpgsqlConnection connection, string settings)
    {
        if (!AreKept(connection.ConnectionString)) return;
        await using var command = new NpgsqlCommand(settings, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<int> PidAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select pg_backend_pid()", connection);
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static string NameOf(NpgsqlDataSource source)
    {
        var names = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        return $"{names.Host}:{names.Port}";
    }
}

/// <summary>A pooler shares the sessions of the server among its connections, and this process cannot work so.</summary>
/// <param name="message">Which pooler, why, and what to do.</param>
public sealed class SharedSessionsException(string message) : Exception(message);
