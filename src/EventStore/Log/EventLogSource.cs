using Npgsql;

namespace EventSourced.EventStore.Log;

/// <summary>
/// The connections that Marten uses. They prepare statements automatically, which makes appends about 1.7 times as fast. Other connections do not, because
/// a read table may change after a statement on it was prepared.
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

    /// <summary>Creates connections that prepare statements unless the connection string forbids it (<c>Max Auto Prepare=0</c>).</summary>
    /// <param name="connectionString">The database.</param>
    public static EventLogSource Create(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (ServerSessions.AllowState(connectionString) && settings.MaxAutoPrepare == 0) (settings.MaxAutoPrepare, settings.AutoPrepareMinUsages) = (PreparedStatements, 2);
        return new EventLogSource(NpgsqlDataSource.Create(settings), true);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _isOwn ? Source.DisposeAsync() : ValueTask.CompletedTask;
}
