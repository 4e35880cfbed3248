using EventSourced.EventStore;
using EventSourced.ReadTables.Generations.Attributes;
using EventSourced.ReadTables.Query;
using EventSourced.ReadTables.Runtime;
using Npgsql;

namespace EventSourced.ReadTables.Generations;

/// <summary>A generation of a table.</summary>
/// <param name="Table">Qualified name.</param>
/// <param name="Number">Number, from 1.</param>
/// <param name="State"><c>live</c>, <c>building</c>, or <c>previous</c> for a kept one that was replaced.</param>
/// <param name="Schema">Schema of its rows.</param>
/// <param name="Position">Position of the log up to which it is built.</param>
/// <param name="Current">Whether this build's definition built it.</param>
/// <param name="Bytes">Its size on disk, including indexes.</param>
/// <param name="ChangedAt">Time of its last change of state.</param>
public sealed record Generation(string Table, int Number, string State, string Schema, long Position, bool Current, long Bytes, DateTimeOffset ChangedAt);

/// <summary>Lists, rolls back and releases the generations of read tables.</summary>
/// <param name="source">The database.</param>
/// <param name="catalog">The tables.</param>
public sealed class GenerationStore(NpgsqlDataSource source, ReadTableCatalog catalog)
{
    /// <summary>All generations, by table and number.</summary>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IReadOnlyList<Generation>> ListAsync(CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(
            """
            SELECT g.table_name, g.generation, g.state, g.schema_name, g.position, g.fingerprint, g.changed_at,
                   coalesce(pg_total_relation_size(to_regclass(quote_ident(g.schema_name) || '.' || quote_ident(split_part(g.table_name, '.', 2)))), 0)
            FROM (SELECT table_name, generation, 'live' AS state, split_part(table_name, '.', 1) AS schema_name, position, fingerprint, updated_at AS changed_at FROM es.read_tables
                  UNION ALL SELECT table_name, generation, state, schema_name, position, fingerprint, changed_at FROM es.generations) g
            ORDER BY g.table_name, g.generation
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var all = new List<Generation>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var name = reader.GetString(0);
            all.Add(new(name, reader.GetInt32(1), reader.GetString(2), reader.GetString(3), reader.GetInt64(4),
                catalog.Find(name)?.Fingerprint == reader.GetString(5), reader.GetInt64(7), reader.GetFieldValue<DateTimeOffset>(6)));
        }
        return all;
    }

    /// <summary>Reverts the last swap of a table and of those derived from it: the previous generation becomes live again and catches up from its position.</summary>
    /// <param name="table">The table.</param>
    /// <param name="lockTimeout">The longest time to block readers in one attempt.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="QueryException">There is no previous generation, it includes an event that was skipped since, or something that users created on the live one cannot be transferred.</exception>
    public async Task RollbackAsync(TableDefinition table, TimeSpan lockTimeout, CancellationToken cancellationToken = default)
    {
        var family = catalog.FamilyOf(table);
        await Swap.RetryAsync(source, PrepareAsync, async connection =>
        {
            var live = await TableCheckpoint.ReadAsync(connection, family, forUpdate: true, cancellationToken);
            await Swap.ExchangeAsync(connection, live, await PreviousAsync(connection), lockTimeout, cancellationToken);
        }, cancellationToken);
        await AttributeTransfer.AnalyzeAsync(source, family, cancellationToken);

        // Builds indexes that users created since the swap, without blocking readers.
        async Task PrepareAsync()
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            await AttributeTransfer.PrepareAsync(source, await PreviousAsync(connection), TableAttribute.Slow, cancellationToken);
        }

        async Task<IReadOnlyList<InactiveGeneration>> PreviousAsync(NpgsqlConnection connection)
        {
            var previous = new List<InactiveGeneration>();
            foreach (var member in family)
            {
                var last = await InactiveGeneration.FindAsync(connection, member, "state = 'previous' ORDER BY changed_at DESC, generation DESC LIMIT 1", cancellationToken)
                    ?? throw new QueryException(409, "no_previous_generation", $"{member.QualifiedName} has no previous generation: it was released or never existed.");
                previous.Add(last.Skipped is not { } skipped ? last : throw new QueryException(409, "generation_has_skipped_event",
                    $"Generation {last.Generation} of {member.QualifiedName} includes the event at position {skipped}, which was skipped after this generation was replaced. "
                    + $"The live table is unchanged. Rebuild it: {CommandHint.Of($"rebuild {member.QualifiedName}")}."));
            }
            return previous;
        }
    }

    /// <summary>Drops the previous generations of a table and of those derived from it.</summary>
    /// <param name="table">The table.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The number of dropped generations.</returns>
    public async Task<int> ReleaseAsync(TableDefinition table, CancellationToken cancellationToken = default)
    {
        var dropped = 0;
        foreach (var member in catalog.FamilyOf(table))
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            // Also those that an ended rebuild could not drop.
            while (await InactiveGeneration.FindAsync(connection, member,
                "(state = 'previous' OR NOT EXISTS (SELECT FROM es.operations o WHERE o.id = operation AND o.state IN ('queued', 'running'))) ORDER BY generation LIMIT 1", cancellationToken) is { } generation)
            {
                await generation.DropAsync(connection, cancellationToken);
                dropped++;
            }
        }
        return dropped;
    }
}
