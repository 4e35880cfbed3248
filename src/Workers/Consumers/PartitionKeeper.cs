using EventSourced.Commands.Bus;
using EventSourced.EventStore.Signals;
using EventSourced.ReadTables.Runtime;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EventSourced.Workers.Consumers;

/// <summary>
/// Shares the partitions of commands with the other workers: each consumes at most partitions / live workers, rounded up. An advisory lock assigns a partition. All
/// locks of a worker belong to one database session: it ends with the process, and the other workers terminate it when the process is frozen (see
/// <c>WorkerPresence</c>). A worker that loses the session or the broker stops consuming and starts again.
/// <para>
/// The locks only distribute the work. The order of commands does not depend on them: a partition has a single active consumer, which the broker replaces only when
/// all its unacknowledged messages are back in the queue.
/// </para>
/// </summary>
/// <param name="source">The database.</param>
/// <param name="partitions">Connects to partitions.</param>
/// <param name="link">Watches the broker.</param>
/// <param name="changes">Notifies of workers.</param>
/// <param name="signals">Must know whether there are other workers.</param>
/// <param name="options">The number of partitions.</param>
/// <param name="stop">How long running commands may take to finish when a partition is released.</param>
/// <param name="logger">Log.</param>
public sealed partial class PartitionKeeper(
    NpgsqlDataSource source, CommandPartitions partitions, BrokerLink link, StateChanges changes, ProcessSignals signals, BusOptions options, IOptions<MassTransitHostOptions> stop, ILogger<PartitionKeeper> logger)
    : BackgroundService
{
    // Classes of the advisory locks: one that all workers share, and one per partition.
    private const int Presence = 0x6573_6370;
    private const int Lease = 0x6573_636c;
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan s_pollIntervalAlone = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_maxPause = TimeSpan.FromSeconds(5);
    private readonly List<CommandPartition> _owned = [];
    private readonly List<(CommandPartition Partition, Task Stopped)> _leaving = [];

    /// <summary>The partitions that this process consumes, as of the last check.</summary>
    public IReadOnlyList<int> Owned { get; private set; } = [];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Workers that start together try different partitions first.
        var first = Random.Shared.Next(options.CommandPartitions);
        for (var pause = TimeSpan.FromMilliseconds(50); !stoppingToken.IsCancellationRequested;)
        {
            try
            {
                await link.WaitUntilUpAsync(stoppingToken);
                using var session = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, await link.SessionAsync(stoppingToken));
                await KeepAsync(first, () => pause = TimeSpan.FromMilliseconds(50), stoppingToken, session.Token);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // BrokerLink logs that the broker is down.
                if (e is not (OperationCanceledException or BusUnavailableException)) Interrupted(e);
                await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < s_maxPause ? pause * 2 : s_maxPause;
            }
        }
    }

    private async Task KeepAsync(int first, Action onSuccess, CancellationToken stopping, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            await ExecuteAsync(connection, "select pg_advisory_lock_shared($1, $2)", Presence, 0, cancellationToken);
            await StateChanges.NotifyOfWorkersAsync(connection, cancellationToken);
            while (true)
            {
                var changed = changes.NextOf(StateChanges.Workers);
                var workers = await ShareAsync(connection, first, cancellationToken);
                signals.HasOtherWorkers = workers > 1;
                onSuccess();
                // A worker that dies notifies nobody, and a partition is unlocked here after its consumer has stopped.
                await changed.AtMostAsync(workers > 1 || _leaving.Count > 0 ? s_pollInterval : changes.Interval(s_pollIntervalAlone), cancellationToken);
            }
        }
        finally
        {
            // When the host stops, its commands may finish. Without the database or the broker they cannot.
            await StopAllAsync(stopping.IsCancellationRequested ? Patience : TimeSpan.Zero);
            await ReleaseAsync(connection);
        }
    }

    /// <returns>The number of workers, with this one.</returns>
    private async Task<int> ShareAsync(NpgsqlConnection connection, int first, CancellationToken cancellationToken)
    {
        foreach (var left in _leaving.Where(l => l.Stopped.IsCompleted).ToList())
        {
            await ExecuteAsync(connection, "select pg_advisory_unlock($1, $2)", Lease, left.Partition.Number, cancellationToken);
            _leaving.Remove(left);
            Released(left.Partition.Number);
        }
        var (workers, held) = await ReadLocksAsync(connection, cancellationToken);
        var most = (options.CommandPartitions + workers - 1) / workers;
        foreach (var extra in _owned.Skip(most).ToList())
        {
            _owned.Remove(extra);
            _leaving.Add((extra, extra.StopAsync(Patience)));
        }
        for (var i = 0; i < options.CommandPartitions && _owned.Count < most; i++)
        {
            var number = (first + i) % options.CommandPartitions;
            if (held.Contains(number) || !await TryLockAsync(connection, number, cancellationToken)) continue;
            _owned.Add(partitions.Connect(number));
            Took(number);
        }
        Owned = [.. _owned.Select(p => p.Number).Order()];
        return workers;
    }

    private static async Task<(int Workers, HashSet<int> Held)> ReadLocksAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var query = new NpgsqlCommand("""
            select classid::bigint = $1, objid::bigint::integer from pg_locks
            where locktype = 'advisory' and granted and objsubid = 2 and classid::bigint in ($1, $2)
                and database = (select oid from pg_database where datname = current_database())
            """, connection);
        query.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Presence });
        query.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Lease });
        await using var reader = await query.ExecuteReaderAsync(cancellationToken);
        var (workers, held) = (0, new HashSet<int>());
        while (await reader.ReadAsync(cancellationToken))
            if (reader.GetBoolean(0)) workers++;
            else held.Add(reader.GetInt32(1));
        return (Math.Max(workers, 1), held);
    }

    private static async Task<bool> TryLockAsync(NpgsqlConnection connection, int number, CancellationToken cancellationToken) =>
        await ExecuteAsync(connection, "select pg_try_advisory_lock($1, $2)", Lease, number, cancellationToken) is true;

    private static async Task<object?> ExecuteAsync(NpgsqlConnection connection, string sql, int @class, int key, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = @class });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = key });
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    private async Task StopAllAsync(TimeSpan patience)
    {
        await Task.WhenAll(_owned.Select(p => p.StopAsync(patience)).Concat(_leaving.Select(l => l.Stopped)));
        _owned.Clear();
        _leaving.Clear();
        Owned = [];
    }

    private static async Task ReleaseAsync(NpgsqlConnection connection)
    {
        try
        {
            // A pooled session would keep the locks.
            await using var release = new NpgsqlCommand("select pg_advisory_unlock_all()", connection);
            await release.ExecuteNonQueryAsync();
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or IOException)
        {
            // The session is gone, and its locks with it.
        }
    }

    private TimeSpan Patience => stop.Value.ConsumerStopTimeout ?? TimeSpan.FromSeconds(20);

    [LoggerMessage(LogLevel.Information, "This process consumes partition {Number} of the commands.")]
    private partial void Took(int number);

    [LoggerMessage(LogLevel.Information, "This process released partition {Number} of the commands to other workers.")]
    private partial void Released(int number);

    [LoggerMessage(LogLevel.Warning, "The database session that holds this process's partitions of commands was lost. The process takes partitions again.")]
    private partial void Interrupted(Exception exception);
}
