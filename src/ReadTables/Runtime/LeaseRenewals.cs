using System.Diagnostics;
using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>
/// Renews the leases of all lanes of a process, and its presence, in one statement. It does not run in the sessions that hold the locks, so it checks that they still do.
/// </summary>
internal sealed class LeaseRenewals : IAsyncDisposable
{
    private readonly TimeSpan _interval;
    private readonly TimeSpan _timeout;
    private readonly SharedStatement<LaneLease, bool> _statement;
    private volatile WorkerPresence? _presence;

    /// <summary>Renews nothing until a lease asks for it.</summary>
    /// <param name="source">The database.</param>
    /// <param name="interval">Time between two renewals.</param>
    /// <param name="timeout">How long the database may take: after that others may take the lanes.</param>
    public LeaseRenewals(NpgsqlDataSource source, TimeSpan interval, TimeSpan timeout)
    {
        (_interval, _timeout) = (interval, timeout);
        _statement = new(source, ExecuteAsync);
    }

    /// <summary>The presence to renew with the leases; null while the process has none.</summary>
    public WorkerPresence? Presence
    {
        get => _presence;
        set => _presence = value;
    }

    /// <summary>The time until the next renewal; the same moment for all lanes.</summary>
    public TimeSpan UntilNext => _interval - TimeSpan.FromMilliseconds(Environment.TickCount64 % (long)_interval.TotalMilliseconds);

    /// <summary>Renews a lease, together with those of other lanes.</summary>
    /// <exception cref="LaneLostException">Another worker owns the lane.</exception>
    public async Task RenewAsync(LaneLease lease)
    {
        // A renewal is not cancelled: that would end the session of all.
        if (!await _statement.ExecuteAsync(lease, CancellationToken.None)) throw new LaneLostException(lease.Lane, lease.Epoch);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _statement.DisposeAsync();

    private async Task<IReadOnlyList<bool>> ExecuteAsync(NpgsqlConnection connection, IReadOnlyList<LaneLease> leases)
    {
        var presence = Presence;
        var now = Stopwatch.GetTimestamp();
        await using var renew = new NpgsqlCommand(
            $"""
            WITH held AS MATERIALIZED ({LaneLocks.Held}),
            present AS (
                UPDATE es.workers w SET renewed_at = clock_timestamp()
                WHERE w.pid = $4 AND w.owner = $5 AND EXISTS (SELECT FROM held h WHERE h.class = $6 AND h.pid = w.pid) RETURNING 1),
            renewed AS (
                UPDATE es.lanes l SET renewed_at = clock_timestamp() FROM unnest($1::text[], $2::bigint[]) AS v(lane, epoch)
                WHERE l.lane = v.lane AND l.epoch = v.epoch AND EXISTS (SELECT FROM held h WHERE h.class = $3 AND h.key = hashtext(l.lane)::oid AND h.pid = l.backend_pid) RETURNING l.lane)
            SELECT array(SELECT lane FROM renewed), EXISTS (SELECT FROM present)
            """, connection)
        {
            CommandTimeout = (int)Math.Ceiling(_timeout.TotalSeconds),
            Parameters =
            {
                new() { Value = leases.Select(l => l.Lane).ToArray() }, new() { Value = leases.Select(l => l.Epoch).ToArray() }, new() { Value = (long)LaneLocks.Lease },
                new() { Value = presence?.BackendPid ?? 0 }, new() { Value = presence?.Owner ?? "" }, new() { Value = (long)LaneLocks.Presence },
            },
        };
        await using var reader = await renew.ExecuteReaderAsync();
        await reader.ReadAsync();
        var renewed = reader.GetFieldValue<string[]>(0).ToHashSet();
        if (reader.GetBoolean(1)) presence?.WasRenewed(now);
        return [.. leases.Select(l => renewed.Contains(l.Lane))];
    }
}
