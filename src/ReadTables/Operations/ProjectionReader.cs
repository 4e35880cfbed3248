using EventSourced.EventStore;
using EventSourced.ReadTables.Query;
using Npgsql;

namespace EventSourced.ReadTables.Operations;

/// <summary>Reads the status of the projections.</summary>
/// <param name="source">The database.</param>
/// <param name="catalog">The tables.</param>
/// <param name="store">The log.</param>
/// <param name="codec">Names of event types.</param>
/// <param name="backlog">Counts the events that wait.</param>
/// <param name="time">Clock.</param>
public sealed class ProjectionReader(NpgsqlDataSource source, ReadTableCatalog catalog, IEventStore store, EventCodec codec, LogBacklog backlog, TimeProvider time)
{
    /// <summary>All tables that have a live generation.</summary>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<ProjectionReport> ReadAsync(CancellationToken cancellationToken = default)
    {
        var rows = await ReadTablesAsync(cancellationToken);
        // After the tables, and including their positions: so none of them is ahead of the watermark.
        store.AcceptFinal(rows.Select(r => r.Position).DefaultIfEmpty().Max());
        var watermark = await store.ReadWatermarkAsync(cancellationToken);
        var letters = await ReadDeadLettersAsync(cancellationToken);
        // Most tables of a lane have the same position: count the events after it once.
        var counted = new Dictionary<long, Waiting>();
        var projections = new List<ProjectionStatus>();
        foreach (var row in rows)
        {
            if (!counted.TryGetValue(row.Position, out var waiting)) counted[row.Position] = waiting = await CountAsync(row.Position, watermark, cancellationToken);
            projections.Add(With(row, waiting) with { DeadLetters = [.. letters[row.Table]] });
        }
        return new ProjectionReport(watermark, projections);
    }

    private ProjectionStatus With(ProjectionStatus row, Waiting waiting)
    {
        double? Age(DateTimeOffset? oldest) => oldest is { } at ? Math.Round(Math.Max(0, (time.GetUtcNow() - at).TotalSeconds), 3) : null;
        if (waiting.ByType is null) return row with { LagEvents = waiting.Positions, LagUnit = "positions", LagSeconds = Age(waiting.First) };
        List<Backlog> own = [.. NamesOf(row.Table).Where(waiting.ByType.ContainsKey).Select(n => waiting.ByType[n])];
        return row with { LagEvents = own.Sum(b => b.Events), LagSeconds = own.Count == 0 ? null : Age(own.Min(b => b.Oldest)) };
    }

    private async Task<Waiting> CountAsync(long position, long watermark, CancellationToken cancellationToken)
    {
        var byType = await backlog.CountAsync(position, watermark, cancellationToken);
        return new(byType, watermark - position, byType is null ? await backlog.FirstAfterAsync(position, watermark, cancellationToken) : null);
    }

    // A table that is no longer in the catalog handles no events; a derived one those of its source.
    private HashSet<string> NamesOf(string table)
    {
        if (catalog.Find(table) is not { } definition) return [];
        if (definition.SourceRow is { } row) definition = catalog.Tables.First(t => t.RowType == row);
        return [.. definition.EventTypes.SelectMany(codec.NamesOf)];
    }

    private async Task<List<ProjectionStatus>> ReadTablesAsync(CancellationToken cancellationToken)
    {
        var rows = new List<ProjectionStatus>();
        await using var command = source.CreateCommand("""
            select t.lane, t.table_name, t.generation, t.position, t.state, l.owner, l.epoch, t.error, t.fingerprint
            from es.read_tables t join es.lanes l on l.lane = t.lane order by t.table_name
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            string? Text(int i) => reader.IsDBNull(i) ? null : reader.GetString(i);
            var row = new ProjectionStatus(
                reader.GetString(0), reader.GetString(1), reader.GetInt32(2), reader.GetInt64(3), 0, "events", null, reader.GetString(4), Text(5), reader.GetInt64(6), Text(7), []);
            // A table that is no longer in the catalog is outdated too.
            rows.Add(catalog.Find(row.Table)?.Fingerprint == reader.GetString(8) ? row : row with { State = TableState.Outdated, Error = TableState.OutdatedError(row.Table) });
        }
        return rows;
    }

    private async Task<ILookup<string, DeadLetter>> ReadDeadLettersAsync(CancellationToken cancellationToken)
    {
        var letters = new List<(string Table, DeadLetter Letter)>();
        // Ignores dead letters that the table has passed since, after a retry.
        await using var command = source.CreateCommand("""
            select d.table_name, d.position, d.event_type, d.stream_id, d.error, d.attempts, d.first_failed_at, d.last_failed_at
            from es.dead_letters d join es.read_tables t on t.table_name = d.table_name and d.position > t.position order by d.table_name, d.position
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            letters.Add((reader.GetString(0), new DeadLetter(
                reader.GetInt64(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetInt32(5),
                reader.GetFieldValue<DateTimeOffset>(6), reader.GetFieldValue<DateTimeOffset>(7))));
        }
        return letters.ToLookup(l => l.Table, l => l.Letter);
    }

    /// <summary>The events after a position; by type, unless there are too many to count.</summary>
    private sealed record Waiting(IReadOnlyDictionary<string, Backlog>? ByType, long Positions, DateTimeOffset? First);
}
