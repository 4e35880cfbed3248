using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventSourced.EventStore.Signals;

/// <summary>
/// Listens to PostgreSQL's notifications, on one connection for all subscribers of the process. Whoever subscribes must also look by itself, if rarely: a notification is lost while the
/// connection is broken, and behind a pooler nothing is notified.
/// </summary>
/// <param name="source">The database.</param>
/// <param name="logger">Log.</param>
public sealed partial class Notifications(NpgsqlDataSource source, ILogger<Notifications> logger) : BackgroundService
{
    private static readonly TimeSpan s_checkInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, Action<string>> _subscribers = [];

    private volatile bool _isListening;

    /// <summary>Raised when it begins to listen, and when it stops: something may have been missed.</summary>
    public event Action? Changed;

    /// <summary>Whether notifications arrive.</summary>
    public bool IsListening => _isListening;

    /// <summary>Subscribes to a channel, before the host starts.</summary>
    /// <param name="channel">The channel; it has one subscriber.</param>
    /// <param name="received">Takes the payload of each notification. It must not block.</param>
    public void Subscribe(string channel, Action<string> received) => _subscribers.Add(channel, received);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A pooler in transaction mode would take the statement and deliver nothing.
        if (_subscribers.Count == 0 || !ServerSessions.AllowState(source.ConnectionString)) return;
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
                Changed?.Invoke();
            }
            await Task.Delay(s_pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, notification) =>
        {
            if (_subscribers.TryGetValue(notification.Channel, out var received)) received(notification.Payload);
        };
        try
        {
            await ExecuteAsync(connection, string.Join(';', _subscribers.Keys.Select(channel => $"listen {channel}")), cancellationToken);
            _isListening = true;
            Changed?.Invoke();
            while (true)
                if (!await connection.WaitAsync(s_checkInterval, cancellationToken)) await ExecuteAsync(connection, "select 1", cancellationToken);
        }
        finally
        {
            // The pool may not reset the session.
            if (connection.FullState == System.Data.ConnectionState.Open) await ExecuteAsync(connection, "unlisten *", CancellationToken.None);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Debug, "The connection for notifications is interrupted: readers look at intervals until it is back")]
    private partial void LogInterrupted(Exception exception);
}
