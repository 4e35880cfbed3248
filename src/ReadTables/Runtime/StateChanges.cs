using EventSourced.EventStore.Signals;
using EventSourced.ReadTables.Schema;
using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>
/// Tells this process that tables of the schema <c>es</c> were changed by any process (<see cref="ChangeNotifications"/>), so that it need not look all the time.
/// Without a connection that listens, as behind a pooler, everybody looks at short intervals.
/// </summary>
public sealed class StateChanges
{
    /// <summary>Workers that join and leave.</summary>
    public const string Workers = "workers";

    /// <summary>States of read tables; not their checkpoints.</summary>
    public const string ReadTables = "read_tables";

    /// <summary>Requested operations.</summary>
    public const string Operations = "operations";

    /// <summary>Events that forget data.</summary>
    public const string Forgettings = "forgettings";

    // Notifications are not lost while the connection lives. This limits the delay if it has broken without being noticed.
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, LogSignal> _tables = new[] { Workers, ReadTables, Operations, Forgettings }.ToDictionary(t => t, _ => new LogSignal());

    private readonly Notifications _notifications;

    /// <summary>Subscribes to the changes.</summary>
    /// <param name="notifications">Receives them; it is not started yet.</param>
    public StateChanges(Notifications notifications)
    {
        _notifications = notifications;
        // For the changes before it listened; and whoever waits for long waits for short when it does not listen any more.
        notifications.Changed += RaiseAll;
        notifications.Subscribe(ChangeNotifications.Channel, name =>
        {
            if (_tables.TryGetValue(name, out var table)) table.Raise();
        });
    }

    /// <summary>Completes at the next change of a table. Read it before the table, so that no change is missed.</summary>
    /// <param name="table">One of the constants of this class.</param>
    public Task NextOf(string table) => _tables[table].Next;

    /// <summary>How long to wait for a change before looking nevertheless.</summary>
    /// <param name="whenNotListening">The time when changes are not notified.</param>
    public TimeSpan Interval(TimeSpan whenNotListening) => _notifications.IsListening && whenNotListening < s_interval ? s_interval : whenNotListening;

    /// <summary>Notifies all processes that a worker has joined or left.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task NotifyOfWorkersAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var notify = new NpgsqlCommand($"select pg_notify('{ChangeNotifications.Channel}', '{Workers}')", connection);
        await notify.ExecuteNonQueryAsync(cancellationToken);
    }

    private void RaiseAll()
    {
        foreach (var table in _tables.Values) table.Raise();
    }
}
