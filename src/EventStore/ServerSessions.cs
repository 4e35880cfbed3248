using System.Collections.Concurrent;
using System.Data.Common;
using Npgsql;

namespace EventSourced.EventStore;

/// <summary>The kind of connection pooler between this process and the server.</summary>
public enum Pooling
{
    /// <summary>No pooler: a connection is a session of the server.</summary>
    None,

    /// <summary>A pooler that gives a connection the same session while it is open.</summary>
    Session,

    /// <summary>A pooler that may change a connection's session after every transaction: session state is lost.</summary>
    Transaction,

    /// <summary>A pooler that may change the session after every statement: transactions of several statements are not possible.</summary>
    Statement,
}

/// <summary>Whether connections may have session state, such as prepared statements. A pooler such as PgBouncer may share sessions among connections.</summary>
public static class ServerSessions
{
    private const int Rounds = 5;

    private static readonly ConcurrentDictionary<string, bool> s_allowed = new();

    /// <summary>
    /// Whether statements may be prepared and settings applied to a session. <c>Max Auto Prepare=0</c> in the connection string disables both. Without it they
    /// are enabled, although Npgsql's own default is 0 as well.
    /// </summary>
    /// <param name="connectionString">The connection string.</param>
    public static bool AllowState(string connectionString) => s_allowed.GetOrAdd(connectionString, static text =>
    {
        var words = new DbConnectionStringBuilder { ConnectionString = text };
        return words.Keys!.Cast<string>().All(key => !key.Replace(" ", "", StringComparison.Ordinal).Equals("MaxAutoPrepare", StringComparison.OrdinalIgnoreCase) || Convert.ToString(words[key]) != "0");
    });

    /// <summary>Lets connections prepare statements that they use repeatedly, unless the connection string forbids it or has its own settings.</summary>
    /// <param name="settings">The connection string.</param>
    /// <param name="statements">Most prepared statements of a connection.</param>
    public static NpgsqlConnectionStringBuilder PrepareAutomatically(this NpgsqlConnectionStringBuilder settings, int statements)
    {
        if (settings.MaxAutoPrepare == 0 && AllowState(settings.ConnectionString)) (settings.MaxAutoPrepare, settings.AutoPrepareMinUsages) = (statements, 2);
        return settings;
    }

    /// <summary>
    /// Detects a pooler between this process and the server, whatever its name and version. A pooler reports a process id that is not the server's. If two open
    /// connections get the same session, or one connection gets another session, the pooler shares sessions.
    /// </summary>
    /// <param name="source">The database.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<Pooling> FindAsync(NpgsqlDataSource source, CancellationToken cancellationToken = default)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        HashSet<int> own = [await PidAsync(connection, cancellationToken)];
        if (own.Contains(connection.ProcessID)) return Pooling.None;
        for (var round = 0; round < Rounds; round++)
        {
            await using var other = await source.OpenConnectionAsync(cancellationToken);
            try
            {
                // Both get a session for the time of a transaction, and the other one returns its own last. A pooler that gives out first what was returned last gives that session to this connection next; one
                // that gives out first what was returned first gives it others in turn.
                await using (await other.BeginTransactionAsync(cancellationToken))
                {
                    if (own.Contains(await PidAsync(other, cancellationToken))) return Pooling.Transaction;
                    await using (await connection.BeginTransactionAsync(cancellationToken)) own.Add(await PidAsync(connection, cancellationToken));
                }
                for (var query = 0; query < 2; query++) own.Add(await PidAsync(connection, cancellationToken));
                if (own.Count > 1) return Pooling.Transaction;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ProtocolViolation)
            {
                return Pooling.Statement;
            }
        }
        return Pooling.Session;
    }

    /// <summary>Refuses a pooler that shares sessions, for a process that needs session locks.</summary>
    /// <param name="source">The database.</param>
    /// <param name="who">What needs them, in the plural, as the subject of a sentence.</param>
    /// <param name="setting">The setting of the connection string.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="SharedSessionsException">The sessions are shared.</exception>
    public static async Task RequireOwnAsync(NpgsqlDataSource source, string who, string setting, CancellationToken cancellationToken = default)
    {
        var pooling = await FindAsync(source, cancellationToken);
        if (pooling is Pooling.None or Pooling.Session) return;
        throw new SharedSessionsException(
            $"{NameOf(source)} is a connection pooler in {pooling.ToString().ToLowerInvariant()} mode. {who} need session locks of PostgreSQL, which such a pooler does not support: "
            + $"set {setting} to the server itself, or to a pool in session mode. Only the API can use a pool in transaction mode, with \"Max Auto Prepare=0\" in its connection string.");
    }

    /// <summary>Refuses a pooler that does not work with the connection string.</summary>
    /// <param name="source">The database.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="SharedSessionsException">The pooler shares sessions and this process would prepare statements in them, or it does not support transactions.</exception>
    public static async Task RequireAsDeclaredAsync(NpgsqlDataSource source, CancellationToken cancellationToken = default)
    {
        var pooling = await FindAsync(source, cancellationToken);
        if (pooling is Pooling.Statement)
            throw new SharedSessionsException($"{NameOf(source)} is a connection pooler in statement mode, which does not support transactions: use a pool in transaction or session mode.");
        if (pooling is Pooling.Transaction && AllowState(source.ConnectionString))
        {
            throw new SharedSessionsException(
                $"{NameOf(source)} is a connection pooler in transaction mode, which does not support prepared statements: add \"Max Auto Prepare=0\" to ConnectionStrings:Postgres, "
                + "use a pool in session mode, or connect to the server itself.");
        }
    }

    /// <summary>Prepares a command, if session state is allowed.</summary>
    internal static Task PrepareAsync(NpgsqlCommand command) => AllowState(command.Connection!.ConnectionString) ? command.PrepareAsync() : Task.CompletedTask;

    /// <summary>Prepares a batch, if session state is allowed: the server then plans its statements once for each connection.</summary>
    /// <param name="batch">The batch, with its parameters.</param>
    public static Task PrepareAsync(NpgsqlBatch batch) => AllowState(batch.Connection!.ConnectionString) ? batch.PrepareAsync() : Task.CompletedTask;

    /// <summary>Makes settings for a session, if session state is allowed.</summary>
    internal static async Task SetAsync(NpgsqlConnection connection, string settings)
    {
        if (!AllowState(connection.ConnectionString)) return;
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

/// <summary>A pooler shares the sessions of the server among its connections, which this process does not support.</summary>
/// <param name="message">Which pooler, why, and what to do.</param>
public sealed class SharedSessionsException(string message) : Exception(message);
