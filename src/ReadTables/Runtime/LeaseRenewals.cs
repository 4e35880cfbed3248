using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>
/// Renews the leases of all lanes of a process in one statement. It does not run in the sessions that hold the locks, so it checks that they still do.
/// </summary>
/// <param name="source">The database.</param>
/// <param name="interval">Time between two renewals.</param>
/// <param name="timeout">How long the database may take: after that others may take the lanes.</param>
internal sealed class LeaseRenewals(NpgsqlDataSource source, TimeSpan interval, TimeSpan timeout) : IAsyncDisposable
{
    private readonly SharedStatement<LaneLease, bool> _statement = new(source, (connection, leases) => ExecuteAsync(connection, leases, timeout));

    /// <summary>The time until the next renewal; the same moment for all lanes.</summary>
    public TimeSpan UntilNext => interval - TimeSpan.FromMilliseconds(Environment.TickCount64 % (long)interval.TotalMilliseconds);

    /// <summary>Renews a lease, together with those of other lanes.</summary>
    /// <exception cref="LaneLostException">Another worker owns the lane.</exception>
    public async Task RenewAsync(LaneLease lease)
    {
        // A renewal is not cancelled: that would end the session of all.
        if (!await _statement.ExecuteAsync(lease, CancellationToken.None)) throw new LaneLostException(lease.Lane, lease.Epoch);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _statement.DisposeAsync();

    private static async Task<IReadOnlyList<bool>> ExecuteAsync(NpgsqlConnection connection, IReadOnlyList<LaneLease> leases, TimeSpan timeout)
    {
        await using var renew = new NpgsqlCommand(
            $"""
            WITH held AS MATERIALIZED ({LaneLocks.Held})
            UPDATE es.lanes l SET renewed_at = clock_timestamp() FROM unnest($1::text[], $2::bigint[]) AS v(lane, epoch)
            WHERE l.lane = v.lane AND l.epoch = v.epoch AND EXISTS (SELECT FROM held h WHERE h.class = $3 AND h.key = hashtext(l.lane)::oid AND h.pid = l.backend_pid) RETURNING l.lane
            """, connection)
        {
            CommandTimeout = (int)Math.Ceiling(timeout.TotalSeconds),
            Parameters =
            {
                new() { Value = leases.Select(l => l.Lane).ToArray() }, new() { Value = leases.Select(l => l.Epoch).ToArray() }, new() { Value = (long)LaneLocks.Lease },
            },
        };
        await using var reader = await renew.ExecuteReaderAsync();
        HashSet<string> renewed = [];
        while (await reader.ReadAsync()) renewed.Add(reader.GetString(0));
        return [.. leases.Select(l => renewed.Contains(l.Lane))];
    }
}
