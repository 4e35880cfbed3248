using EventSourced.Contracts;
using EventSourced.EventStore.Log;
using EventSourced.EventStore.Schema;
using JasperFx;
using Npgsql;
using Weasel.Core;

namespace EventSourced.EventStore;

/// <summary>Tables and functions that belong to the schema beside the log: each room that has some registers one.</summary>
public interface ISchemaPart
{
    /// <summary>The tables and functions, in the order in which they can be created.</summary>
    /// <param name="options">Names of the schemas.</param>
    IEnumerable<ISchemaObject> Objects(EventStoreOptions options);
}

/// <summary>
/// The schema of the log, which Marten owns, and of our own state, which is registered with it: one call applies, compares or scripts all of it. The
/// scheduler's tables and the read tables are not part of it: the first are Quartz's, the second belong to their definitions.
/// </summary>
/// <param name="codec">The event types.</param>
/// <param name="options">Names of the schemas.</param>
/// <param name="parts">What the rooms add.</param>
public sealed class EventStoreSchema(EventCodec codec, EventStoreOptions options, IEnumerable<ISchemaPart> parts)
{
    // Held while the schema is applied, so that processes that start together do not disturb each other.
    private const long SchemaLock = 0x4553_4c4f_4700_0002;

    /// <summary>Grows when an earlier build can no longer work with the database. What an earlier build merely does not know needs no new number.</summary>
    public const int Version = 2;

    private readonly IReadOnlyList<ISchemaObject> _objects =
        [new LogTables(options), .. StateTables.Of(options.StateSchema), new FormerAppendFunctions(options), .. parts.SelectMany(p => p.Objects(options))];

    /// <summary>Creates what is missing of the log and the event store's own state, without the other rooms' parts.</summary>
    /// <param name="dataSource">The database.</param>
    /// <param name="options">Names of the schemas; null for the usual ones.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="SchemaException">The database is of a newer build, or in the way of this one.</exception>
    public static Task ApplyAsync(NpgsqlDataSource dataSource, EventStoreOptions? options = null, CancellationToken cancellationToken = default) =>
        new EventStoreSchema(new EventCodec(EventCatalog.Default, []), options ?? new EventStoreOptions(), []).ApplyAsync(dataSource, cancellationToken);

    /// <summary>Creates what is missing. Safe to call from several processes at once, and again at every start.</summary>
    /// <param name="owner">The database, as one who may create tables.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="SchemaException">The database is of a newer build, or in the way of this one.</exception>
    public async Task ApplyAsync(NpgsqlDataSource owner, CancellationToken cancellationToken = default)
    {
        await using var connection = await owner.OpenConnectionAsync(cancellationToken);
        // The transaction keeps the lock also where a pooler lends sessions. Marten works on connections of its own.
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var wait = new NpgsqlCommand($"select pg_advisory_xact_lock({SchemaLock})", connection, transaction)) await wait.ExecuteNonQueryAsync(cancellationToken);
        await SchemaVersion.RequireKnownAsync(connection, options, cancellationToken);
        await FormerAppendFunctions.RequireStoppedAsync(connection, options, cancellationToken);
        await using (var marten = MartenLog.Open(owner, codec, options, _objects))
            await marten.Storage.Database.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate, ct: cancellationToken);
        // On another connection: this one, in its transaction, may still remember that a schema was not there.
        await using (var note = await owner.OpenConnectionAsync(cancellationToken))
        {
            // What Marten has just added to its tables was not there when the differences were looked for.
            await SchemaObjects.ApplyAsync(note, [new LogTables(options)], cancellationToken);
            await SchemaVersion.NoteAsync(note, options, cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>What this build needs and the database lacks, by name; empty when they agree.</summary>
    /// <param name="source">The database.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="SchemaException">The database is of a newer build, or a column has another type.</exception>
    public async Task<IReadOnlyList<string>> CompareAsync(NpgsqlDataSource source, CancellationToken cancellationToken = default)
    {
        await using (var connection = await source.OpenConnectionAsync(cancellationToken)) await SchemaVersion.RequireKnownAsync(connection, options, cancellationToken);
        await using var marten = MartenLog.Open(source, codec, options, _objects);
        var migration = await marten.Storage.Database.CreateMigrationAsync(cancellationToken);
        return [.. migration.Deltas.Where(d => d.Difference != SchemaPatchDifference.None).SelectMany(d => d is SqlTable.Delta table ? table.Missing : [d.SchemaObject.Identifier.QualifiedName])];
    }

    /// <summary>The statements that would create all of it in an empty database.</summary>
    /// <param name="source">The database.</param>
    public string Script(NpgsqlDataSource source)
    {
        using var marten = MartenLog.Open(source, codec, options, _objects);
        return marten.Storage.ToDatabaseScript();
    }
}
