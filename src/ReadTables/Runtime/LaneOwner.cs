using Npgsql;

namespace EventSourced.ReadTables.Runtime;

/// <summary>The owner of a lane.</summary>
/// <param name="Lane">The lane: a module, or <c>module/area</c>.</param>
/// <param name="Owner">Machine and process of the owner (<c>machine:pid</c>); null when the lane has no owner.</param>
/// <param name="RenewedAgo">Seconds since the owner renewed the lease, by the database's clock; null without an owner.</param>
public sealed record LaneOwner(string Lane, string? Owner, double? RenewedAgo)
{
    /// <summary>All lanes by name. The owner is the process whose session holds the lane's lock, so a dead process is not shown.</summary>
    /// <param name="source">The database, with the schema of the read tables.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<IReadOnlyList<LaneOwner>> ReadAllAsync(NpgsqlDataSource source, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand($"""
            WITH held AS MATERIALIZED ({LaneLocks.Held})
            SELECT l.lane, CASE WHEN h.pid IS NOT NULL THEN l.owner END,
                CASE WHEN h.pid IS NOT NULL THEN extract(epoch FROM clock_timestamp() - l.renewed_at)::double precision END
            FROM es.lanes l LEFT JOIN held h ON h.class = $1 AND h.key = hashtext(l.lane)::oid AND h.pid = l.backend_pid ORDER BY 1
            """);
        command.Parameters.Add(new() { Value = (long)LaneLocks.Lease });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var all = new List<LaneOwner>();
        while (await reader.ReadAsync(cancellationToken))
            all.Add(new(reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetDouble(2)));
        return all;
    }
}
