using EventSourced.Contracts;
using EventSourced.EventStore.Log;
using EventSourced.EventStore.Schema;
using JasperFx;
using Npgsql;
using Weasel.Core;

namespace EventSourced.EventStore;

/// <summary>Further tables and functions of the schema, beside the log. Each project that has some registers a part; those of modules are a part too.</summary>
public interface ISchemaPart
{
    /// <summary>The tables and functions, in the order in which they can be created.</summary>
    /// <param name="options">Names of the schemas.</param>
    IEnumerable<ISchemaObject> Objects(EventStoreOptions options);
}

/// <summary>
/// The schema of the log, which Marten manages, and of EventSourced's own state, which is registered with Marten: one call applies, compares or scripts all
/// of it. It does not include Quartz's tables or the read tables, which follow from their definitions.
/// </summary>
/// <param name="codec">The event types.</param>
/// <param name="options">Names of the schemas.</param>
/// <param name="parts">Parts of other projects.</param>
public sealed class EventStoreSchema(EventCodec codec, EventStoreOptions options, IEnumerable<ISchemaPart> parts)
{
    // Held while the schema is applied, so that processes that start at the same time do not interfere.
    private const long SchemaLock = 0x4553_4c4f_4700_0002;

    /// <summary>Incremented when earlier builds can no longer work with the database. Additions that earlier builds ignore do not increment it.</summary>
    public const int Version = 2;

    private readonly IReadOnlyList<ISchemaObject> _objects =
        [new LogTables(options), .. StateTables.Of(options.StateSchema), new FormerAppendFunctions(options), .. parts.SelectMany(p => p.Objects(options))];

    /// <summary>Creates the missing objects of the log and the event store's own state, without the parts of other projects.</summary>
    /// <param name="dataSource">The database.</param>
    /// <param name="options">Names of the schemas; null for the usual ones.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="SchemaException">A newer build has upgraded the database, or it conflicts with this build.</exception>
    public static Task ApplyAsync(NpgsqlDataSource dataSource, EventStoreOptions? options = null, CancellationToken cancellationToken = default) =>
        new EventStoreSchema(new EventCodec(EventCatalog.Default, []), options ?? new EventStoreOptions(), []).ApplyAsync(dataSource, cancellationToken);

    /// <summary>Creates the missing objects. Safe to call at every start and from several processes at once.</summary>
    /// <param name="owner">The database, with a login that may create tables.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="SchemaException">A newer build has upgraded the database, or it conflicts with this build.</exception>
    public async Task ApplyAsync(NpgsqlDataSource owner, CancellationToken cancellationToken = default)
    {
        await using var connection = await owner.OpenConnectionAsync(cancellationToken);
        // The transaction keeps the lock also behind a pooler that shares sessions. Marten uses connections of its own.
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var wait = new NpgsqlCommand($"select pg_advisory_xact_lock({SchemaLock})", connection, transaction)) await wait.ExecuteNonQueryAsync(cancellationToken);
        await SchemaVersion.RequireKnownAsync(connection, options, cancellationToken);
        await FormerAppendFunctions.RequireStoppedAsync(connection, options, cancellationToken);
        await using (var marten = MartenLog.Open(owner, codec, options, _objects))
            await marten.Storage.Database.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate, ct: cancellationToken);
        // On another connection: this one's transaction may still have the old catalog cached.
        await using (var note = await owner.OpenConnectionAsync(cancellationToken))
        {
            // The differences were computed before Marten added columns to its tables: compute them again.
            await SchemaObjects.ApplyAsync(note, [new LogTables(options)], cancellationToken);
            await SchemaVersion.RecordAsync(note, options, cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Names of the objects that this build needs and the database lacks.</summary>
    /// <param name="source">The database.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="SchemaException">A newer build has upgraded the database, or a column has another type.</exception>
    public async Task<IReadOnlyList<string>> CompareAsync(NpgsqlDataSource source, CancellationToken cancellationToken = default)
    {
        await using (var connection = await source.OpenConnectionAsync(cancellationToken)) await SchemaVersion.RequireKnownAsync(connection, options, cancellationToken);
        await using var marten = MartenLog.Open(source, codec, options, _objects);
        var migration = await marten.Storage.Database.CreateMigrationAsync(cancellationToken);
        return [.. migration.Deltas.Where(d => d.Difference != SchemaPatchDifference.None).SelectMany(d => d is SqlTable.Delta table ? table.Missing : [d.SchemaObject.Identifier.QualifiedName])];
    }

    /// <summary>The statements that create the whole schema in an empty database.</summary>
    /// <param name="source">The database.</param>
    public string Script(NpgsqlDataSource source)
    {
        using var marten = MartenLog.Open(source, codec, options, _objects);
        return marten.Storage.ToDatabaseScript();
    }
}
