using Npgsql;

namespace EventSourced.EventStore.Schema;

/// <summary>The version of the schema, stored in its comment. A build must not work with a newer version than its own.</summary>
internal static class SchemaVersion
{
    private const string Label = "Schema version ";

    /// <summary>Refuses a database whose schema is newer than this build.</summary>
    /// <exception cref="SchemaException">It is newer.</exception>
    public static async Task RequireKnownAsync(NpgsqlConnection connection, EventStoreOptions options, CancellationToken cancellationToken)
    {
        if (await ReadAsync(connection, options, cancellationToken) is { } version && version > EventStoreSchema.Version)
        {
            throw new SchemaException(
                $"The database has schema version {version}, but this build supports {EventStoreSchema.Version}: a newer build has upgraded the database. Start the newer build, or restore a backup from before the upgrade.");
        }
    }

    /// <summary>Records the version of this build, while the schema's lock is held.</summary>
    public static async Task RecordAsync(NpgsqlConnection connection, EventStoreOptions options, CancellationToken cancellationToken)
    {
        if (await ReadAsync(connection, options, cancellationToken) == EventStoreSchema.Version) return;
        await using var command = new NpgsqlCommand(
            $"comment on schema {options.StateSchema} is 'State of EventSourced that is not in the log: command outcomes, claimed names, secrets, personal keys, checkpoints. {Label}{EventStoreSchema.Version}.'", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<int?> ReadAsync(NpgsqlConnection connection, EventStoreOptions options, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"select substring(obj_description(to_regnamespace('{options.StateSchema}'), 'pg_namespace') from '{Label}(\\d+)')::int", connection);
        return await command.ExecuteScalarAsync(cancellationToken) as int?;
    }
}
