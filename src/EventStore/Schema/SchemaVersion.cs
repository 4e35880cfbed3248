using Npgsql;

namespace EventSourced.EventStore.Schema;

/// <summary>The number of the schema, in its comment: a build that does not know it must not work with it.</summary>
internal static class SchemaVersion
{
    private const string Label = "Schema version ";

    /// <summary>Refuses a database whose schema is newer than this build.</summary>
    /// <exception cref="SchemaException">It is.</exception>
    public static async Task RequireKnownAsync(NpgsqlConnection connection, EventStoreOptions options, CancellationToken cancellationToken)
    {
        if (await ReadAsync(connection, options, cancellationToken) is { } version && version > EventStoreSchema.Version)
        {
            throw new SchemaException(
                $"The database has schema version {version}, and this build knows {EventStoreSchema.Version}: a newer build has been at work. Start that build, or restore a backup from before it.");
        }
    }

    /// <summary>Notes the version of this build, while the schema's lock is held.</summary>
    public static async Task NoteAsync(NpgsqlConnection connection, EventStoreOptions options, CancellationToken cancellationToken)
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
