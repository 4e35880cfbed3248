using EventSourced.Contracts;
using EventSourced.ReadTables.Query;
using Npgsql;

namespace EventSourced.ReadTables.Generations;

/// <summary>Drops what is kept aside of tables from before an <see cref="IForgetting"/> event, which the live ones have taken.</summary>
/// <param name="source">The database.</param>
/// <param name="catalog">The tables.</param>
public sealed class Forgettings(NpgsqlDataSource source, ReadTableCatalog catalog)
{
    // Processes may read with a destroyed key for half a minute, and so build a replay with what was forgotten.
    private const string Late = "interval '1 minute'";

    /// <summary>Drops what the notes name. Several processes may do so at once.</summary>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>What could not be dropped, and why; it is tried again the next time.</returns>
    public async Task<IReadOnlyList<string>> SweepAsync(CancellationToken cancellationToken = default)
    {
        List<(string Table, long Position, DateTime NotedAt, bool IsOver)> notes = [];
        await using (var command = source.CreateCommand($"SELECT table_name, position, noted_at, noted_at < now() - {Late} FROM es.forgettings ORDER BY table_name"))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken)) notes.Add((reader.GetString(0), reader.GetInt64(1), reader.GetDateTime(2), reader.GetBoolean(3)));
        }
        List<string> kept = [];
        foreach (var note in notes)
        {
            await DropReplaysAsync(note.Table, note.Position, note.NotedAt, cancellationToken);
            if (await DropGenerationsAsync(note.Table, note.Position, cancellationToken) is { } why) kept.Add(why);
            else if (note.IsOver) await ForgetNoteAsync(note.Table, note.NotedAt, cancellationToken);
        }
        return kept;
    }

    private async Task DropReplaysAsync(string table, long position, DateTime notedAt, CancellationToken cancellationToken)
    {
        List<string> names = [];
        await using (var command = source.CreateCommand($"SELECT name FROM es.replays WHERE $1 = ANY(tables) AND position < $2 AND created_at < $3 + {Late}"))
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
            while (await Aside.FindAsync(connection, table, "state = 'previous' AND position < $2 ORDER BY generation LIMIT 1", cancellationToken, position) is { } aside)
                await aside.DropAsync(connection, cancellationToken);
            return null;
        }
        catch (QueryException e)
        {
            return e.Message;
        }
    }

    // Unless it was made anew meanwhile.
    private async Task ForgetNoteAsync(string table, DateTime notedAt, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("DELETE FROM es.forgettings WHERE table_name = $1 AND noted_at = $2");
        command.Parameters.Add(new() { Value = table });
        command.Parameters.Add(new() { Value = notedAt });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
