using EventSourced.Contracts;
using EventSourced.ReadTables.Query;
using Npgsql;

namespace EventSourced.ReadTables.Generations;

/// <summary>Drops previous generations and replays from before an <see cref="IForgetting"/> event that the live tables have applied: they still have the forgotten data.</summary>
/// <param name="source">The database.</param>
/// <param name="catalog">The tables.</param>
public sealed class Forgettings(NpgsqlDataSource source, ReadTableCatalog catalog)
{
    // A process may use a destroyed key for half a minute, so a replay that it builds in this time may contain forgotten data.
    private const string GracePeriod = "interval '1 minute'";

    /// <summary>Processes the table es.forgettings. Safe to call from several processes at once.</summary>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>What could not be dropped, and why; the next call retries it.</returns>
    public async Task<IReadOnlyList<string>> SweepAsync(CancellationToken cancellationToken = default)
    {
        List<(string Table, long Position, DateTime NotedAt, bool IsOver)> records = [];
        await using (var command = source.CreateCommand($"SELECT table_name, position, noted_at, noted_at < now() - {GracePeriod} FROM es.forgettings ORDER BY table_name"))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken)) records.Add((reader.GetString(0), reader.GetInt64(1), reader.GetDateTime(2), reader.GetBoolean(3)));
        }
        List<string> kept = [];
        foreach (var item in records)
        {
            await DropReplaysAsync(item.Table, item.Position, item.NotedAt, cancellationToken);
            if (await DropGenerationsAsync(item.Table, item.Position, cancellationToken) is { } why) kept.Add(why);
            else if (item.IsOver) await DeleteRecordAsync(item.Table, item.NotedAt, cancellationToken);
        }
        return kept;
    }

    private async Task DropReplaysAsync(string table, long position, DateTime notedAt, CancellationToken cancellationToken)
    {
        List<string> names = [];
        await using (var command = source.CreateCommand($"SELECT name FROM es.replays WHERE $1 = ANY(tables) AND position < $2 AND created_at < $3 + {GracePeriod}"))
        {
            command.Parameters.Add(new() { Value = table });
            command.Parameters.Add(new() { Value = position });
            command.Parameters.Add(new() { Value = notedAt });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken)) names.Add(reader.GetString(0));
        }
        foreach (var name in names) await new ReplayStore(source, catalog).DropAsync(name, cancellationToken);
    }

    private async Task<string?> DropGenerationsAsync(string name, long position, CancellationToken cancellationToken)
    {
        if (catalog.Find(name) is not { } table) return null;
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            while (await InactiveGeneration.FindAsync(connection, table, "state = 'previous' AND position < $2 ORDER BY generation LIMIT 1", cancellationToken, position) is { } generation)
                await generation.DropAsync(connection, cancellationToken);
            return null;
        }
        catch (QueryException e)
        {
            return e.Message;
        }
    }

    // Not if it was recorded again in the meantime.
    private async Task DeleteRecordAsync(string table, DateTime notedAt, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("DELETE FROM es.forgettings WHERE table_name = $1 AND noted_at = $2");
        command.Parameters.Add(new() { Value = table });
        command.Parameters.Add(new() { Value = notedAt });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
