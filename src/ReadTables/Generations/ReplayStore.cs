using EventSourced.ReadTables.Schema;
using Npgsql;

namespace EventSourced.ReadTables.Generations;

/// <summary>Read tables as they were.</summary>
/// <param name="Name">What they are asked for by.</param>
/// <param name="Position">Position of the log that they stand at.</param>
/// <param name="Tables">Qualified names.</param>
/// <param name="Operation">The work that built them.</param>
/// <param name="Ready">Whether they are complete.</param>
/// <param name="CreatedAt">When they were asked for.</param>
/// <param name="ExpiresAt">When they will be dropped.</param>
public sealed record ReplayInfo(string Name, long Position, IReadOnlyList<string> Tables, Guid Operation, bool Ready, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

/// <summary>The replays there are.</summary>
/// <param name="source">The database.</param>
/// <param name="catalog">The tables.</param>
public sealed class ReplayStore(NpgsqlDataSource source, ReadTableCatalog catalog)
{
    /// <summary>Whether a replay can have this name: up to 30 lower-case letters, digits and underscores, beginning with a letter.</summary>
    /// <param name="name">The name.</param>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= 30 && char.IsAsciiLetterLower(name[0]) && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');

    /// <summary>The schema that a module's tables have in a replay.</summary>
    /// <param name="name">The replay.</param>
    /// <param name="module">The module.</param>
    public static string SchemaOf(string name, string module) => $"{name}_{module}";

    /// <summary>All of them, the oldest first.</summary>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IReadOnlyList<ReplayInfo>> ListAsync(CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand("SELECT name, position, tables, operation, ready, created_at, expires_at FROM es.replays ORDER BY created_at, name");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var all = new List<ReplayInfo>();
        while (await reader.ReadAsync(cancellationToken))
        {
            all.Add(new(reader.GetString(0), reader.GetInt64(1), reader.GetFieldValue<string[]>(2), reader.GetGuid(3), reader.GetBoolean(4),
                reader.GetFieldValue<DateTimeOffset>(5), reader.GetFieldValue<DateTimeOffset>(6)));
        }
        return all;
    }

    /// <summary>Drops a replay.</summary>
    /// <param name="name">Which.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>False when there is none.</returns>
    public async Task<bool> DropAsync(string name, CancellationToken cancellationToken = default)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // Its build, should it still run, finds itself cancelled at its next write.
        await using var forget = new NpgsqlCommand(
            "WITH gone AS (DELETE FROM es.replays WHERE name = $1 RETURNING operation) UPDATE es.operations o SET cancel = true FROM gone WHERE o.id = gone.operation AND state IN ('queued', 'running')", connection)
        {
            Parameters = { new() { Value = name } },
        };
        await using var known = new NpgsqlCommand("SELECT count(*) FROM es.replays WHERE name = $1", connection) { Parameters = { new() { Value = name } } };
        var there = (long)(await known.ExecuteScalarAsync(cancellationToken))! > 0;
        await forget.ExecuteNonQueryAsync(cancellationToken);
        foreach (var module in there ? catalog.Modules : [])
        {
            await using var drop = new NpgsqlCommand($"DROP SCHEMA IF EXISTS {SqlNames.Quote(SchemaOf(name, module))} CASCADE", connection);
            await drop.ExecuteNonQueryAsync(cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
        return there;
    }

    /// <summary>Drops those whose time is over.</summary>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Their names.</returns>
    public async Task<IReadOnlyList<string>> DropExpiredAsync(CancellationToken cancellationToken = default)
    {
        List<string> expired = [];
        await using (var command = source.CreateCommand("SELECT name FROM es.replays WHERE expires_at < now()"))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken)) expired.Add(reader.GetString(0));
        }
        foreach (var name in expired) await DropAsync(name, cancellationToken);
        return expired;
    }

    internal async Task ReadyAsync(string name, string[] tables, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("UPDATE es.replays SET ready = true, tables = $2 WHERE name = $1");
        command.Parameters.AddWithValue(name);
        command.Parameters.AddWithValue(tables);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
