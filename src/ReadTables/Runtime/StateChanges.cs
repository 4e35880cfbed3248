using EventSourced.EventStore;
using EventSourced.ReadTables.Schema;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>
/// Tells this process that tables of the schema <c>es</c> were changed by any process (<see cref="ChangeNotifications"/>), so that it need not poll often.
/// Without a connection that listens, as behind a pooler, all readers poll at short intervals.
/// </summary>
/// <param name="source">The database.</param>
/// <param name="logger">Log.</param>
public sealed partial class StateChanges(NpgsqlDataSource source, ILogger<StateChanges> logger) : BackgroundService
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
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan s_checkInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, LogSignal> _tables = new[] { Workers, ReadTables, Operations, Forgettings }.ToDictionary(t => t, _ => new LogSignal());

    private volatile bool _isListening;

    /// <summary>Completes at the next change of a table. Read it before the table, so that no change is missed.</summary>
    /// <param name="table">One of the constants of this class.</param>
    public Task NextOf(string table) => _tables[table].Next;

    /// <summary>How long to wait for a change before looking nevertheless.</summary>
    /// <param name="whenNotListening">The time when changes are not notified.</param>
    public TimeSpan Interval(TimeSpan whenNotListening) => _isListening && whenNotListening < s_interval ? s_interval : whenNotListening;

    /// <summary>Notifies all processes that a worker has joined or left.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task NotifyOfWorkersAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var notify = new NpgsqlCommand($"select pg_notify('{ChangeNotifications.Channel}', '{Workers}')", connection);
        await notify.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A pooler in transaction mode would take the statement and deliver nothing.
        if (!ServerSessions.AllowState(source.ConnectionString)) return;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
            {
                LogInterrupted(e);
            }
            finally
            {
                _isListening = false;
                // Callers with a long wait change to a short one.
                RaiseAll();
            }
            await Task.Delay(s_pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, change) =>
        {
            if (_tables.TryGetValue(change.Payload, out var table)) table.Raise();
        };
        await ExecuteAsync(connection, $"listen {ChangeNotifications.Channel}", cancellationToken);
        _isListening = true;
        // For changes from before it listened.
        RaiseAll();
        while (true)
            if (!await connection.WaitAsync(s_checkInterval, cancellationToken)) await ExecuteAsync(connection, "select 1", cancellationToken);
    }

    private void RaiseAll()
    {
        foreach (var table in _tables.Values) table.Raise();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Debug, "Changes of the schema es are not notified for the moment")]
    private partial void LogInterrupted(Exception exception);
}
