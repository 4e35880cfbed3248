using EventSourced.Contracts;
using EventSourced.EventStore.Log;
using EventSourced.EventStore.Schema;
using JasperFx;
using Marten;
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

/// <summary>The schema of the log, which Marten owns, and of our own state, which is registered with it: one command applies, compares and scripts all of it.</summary>
public static class EventStoreSchema
{
    // Held while the schema is applied, so that processes that start together do not disturb each other.
    private const long SchemaLock = 0x4553_4c4f_4700_0002;

    /// <summary>Grows when an earlier build can no longer work with the database. What an earlier build merely does not know needs no new number.</summary>
    public const int Version = 2;

    /// <summary>What the event store itself adds to Marten's objects.</summary>
    /// <param name="options">Names of the schemas.</param>
    public static IEnumerable<ISchemaObject> Objects(EventStoreOptions options) =>
        [new LogTables(options), .. StateTables.Of(options.StateSchema), new FormerAppendFunctions(options)];

    /// <summary>Creates what is missing of the log and the event store's own state. Safe to call from several processes at once, and again at every start.</summary>
    /// <param name="dataSource">The database.</param>
    /// <param name="options">Names of the schemas; null for the usual ones.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="SchemaException">The database is of a newer build, or in the way of this one.</exception>
    public static async Task ApplyAsync(NpgsqlDataSource dataSource, EventStoreOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new EventStoreOptions();
        await using var marten = MartenLog.Open(dataSource, new EventCodec(EventCatalog.Default, []), options, Objects(options));
        await ApplyAsync(marten, dataSource, options, cancellationToken);
    }

    /// <summary>Compares the log and the event store's own state with what this build needs.</summary>
    /// <param name="dataSource">The database.</param>
    /// <param name="options">Names of the schemas; null for the usual ones.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="SchemaException">Something is missing or differs.</exception>
    public static async Task AssertAsync(NpgsqlDataSource dataSource, EventStoreOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new EventStoreOptions();
        await using var marten = MartenLog.Open(dataSource, new EventCodec(EventCatalog.Default, []), options, Objects(options));
        await AssertAsync(marten, dataSource, options, cancellationToken);
    }

    /// <summary>Compares everything that is registered with a store with the database.</summary>
    /// <param name="marten">The store.</param>
    /// <param name="dataSource">The database.</param>
    /// <param name="options">Names of the schemas.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="SchemaException">Something is missing or differs.</exception>
    public static async Task AssertAsync(IDocumentStore marten, NpgsqlDataSource dataSource, EventStoreOptions options, CancellationToken cancellationToken = default)
    {
        await using (var connection = await dataSource.OpenConnectionAsync(cancellationToken)) await SchemaVersion.RequireKnownAsync(connection, options, cancellationToken);
        var migration = await marten.Storage.Database.CreateMigrationAsync(cancellationToken);
        var differing = migration.Deltas.Where(d => d.Difference != SchemaPatchDifference.None).Select(d => d.SchemaObject.Identifier.QualifiedName).ToList();
        if (differing.Count > 0)
            throw new SchemaException($"The schema differs from what this build needs: {string.Join(", ", differing)}. `es schema script` shows the statements, `es schema apply` runs them.");
    }

    /// <summary>Creates what is missing of everything that is registered with a store.</summary>
    /// <param name="marten">The store.</param>
    /// <param name="dataSource">The database, as one who may create tables.</param>
    /// <param name="options">Names of the schemas.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="SchemaException">The database is of a newer build, or in the way of this one.</exception>
    public static async Task ApplyAsync(IDocumentStore marten, NpgsqlDataSource dataSource, EventStoreOptions options, CancellationToken cancellationToken = default)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        // The transaction keeps the lock also where a pooler lends sessions. Marten works on connections of its own.
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var wait = new NpgsqlCommand($"select pg_advisory_xact_lock({SchemaLock})", connection, transaction)) await wait.ExecuteNonQueryAsync(cancellationToken);
        await SchemaVersion.RequireKnownAsync(connection, options, cancellationToken);
        await FormerAppendFunctions.RequireStoppedAsync(connection, options, cancellationToken);
        await marten.Storage.Database.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate, ct: cancellationToken);
        await SchemaVersion.NoteAsync(connection, options, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
