using System.Security.Cryptography;
using Npgsql;

namespace EventSourced.EventStore;

/// <summary>The keys of subjects, in the table <c>es.personal_keys</c>. Destroying a subject's key forgets what was stored about it, wherever that is.</summary>
/// <param name="dataSource">The database; its primary server.</param>
/// <param name="options">Schema and master key.</param>
/// <param name="secrets">Keeps the master key when none is configured.</param>
/// <param name="time">Clock.</param>
public sealed class PersonalKeys(NpgsqlDataSource dataSource, EventStoreOptions options, ISecretStore secrets, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly PersonalMasterKey _master = new(options, secrets);
    private readonly PersonalKeyCache _cache = new(time ?? TimeProvider.System);
    private readonly string _table = $"{options.StateSchema}.personal_keys";

    /// <summary>Destroys the keys of subjects. This process reads nothing more of them from now on, others after at most 30 seconds. Doing it again is harmless.</summary>
    /// <param name="subjects">The subjects, each with the prefix of its kind.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>How many keys there were.</returns>
    public async Task<int> DestroyAsync(IReadOnlyCollection<string> subjects, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var command = dataSource.CreateCommand($"update {_table} set wrapped = null, destroyed_at = $2 where subject = any($1) and destroyed_at is null");
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. subjects] });
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = _time.GetUtcNow().UtcDateTime });
            return await command.ExecuteNonQueryAsync(cancellationToken);
        }
        finally
        {
            // Also when the answer did not arrive: the keys may be gone.
            _cache.Purge(subjects.ToHashSet());
        }
    }

    /// <summary>The key to encrypt with, made if the subject has none. The database is asked each time, so that a destroyed key is never used again.</summary>
    /// <param name="subject">The subject.</param>
    /// <exception cref="PersonalKeyException">It cannot be had.</exception>
    internal (Guid Id, byte[] Key) Current(string subject) => Asking(connection =>
    {
        while (true)
        {
            using (var find = new NpgsqlCommand($"select key_id, wrapped from {_table} where subject = $1 and destroyed_at is null", connection))
            {
                find.Parameters.Add(new NpgsqlParameter<string> { TypedValue = subject });
                find.Prepare();
                using var reader = find.ExecuteReader();
                if (reader.Read()) return (reader.GetGuid(0), _master.Unwrap(reader.GetGuid(0), subject, reader.GetFieldValue<byte[]>(1)));
            }
            var id = Guid.CreateVersion7();
            using var insert = new NpgsqlCommand(
                $"insert into {_table} (key_id, subject, wrapped, created_at) values ($1, $2, $3, $4) on conflict (subject) where destroyed_at is null do nothing", connection);
            insert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
            insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = subject });
            insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = _master.Wrap(id, subject, RandomNumberGenerator.GetBytes(32)) });
            insert.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = _time.GetUtcNow().UtcDateTime });
            insert.ExecuteNonQuery();
        }
    });

    /// <summary>A key to decrypt with, or null when it was destroyed; as it was at most 30 seconds ago.</summary>
    /// <param name="keyId">The key.</param>
    /// <exception cref="PersonalDataException">There never was such a key.</exception>
    /// <exception cref="PersonalKeyException">It cannot be had.</exception>
    internal byte[]? Find(Guid keyId)
    {
        if (_cache.TryFind(keyId, out var known)) return known;
        var asked = _cache.Now();
        var (subject, key) = Asking(connection =>
        {
            using var command = new NpgsqlCommand($"select subject, wrapped from {_table} where key_id = $1", connection);
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = keyId });
            command.Prepare();
            using var reader = command.ExecuteReader();
            if (!reader.Read()) throw new PersonalDataException($"there is no personal key {keyId}, not even a destroyed one");
            var owner = reader.GetString(0);
            return (owner, reader.IsDBNull(1) ? null : _master.Unwrap(keyId, owner, reader.GetFieldValue<byte[]>(1)));
        });
        _cache.Keep(keyId, subject, key, asked);
        return key;
    }

    /// <summary>A fingerprint of data that nobody without the master key can compare guesses with.</summary>
    internal byte[] Hash(ReadOnlySpan<byte> data) => _master.Hash(data);

    // Encoding and decoding are not asynchronous, so neither is this: a single look-up by a key, and for reading a rare one.
    private T Asking<T>(Func<NpgsqlConnection, T> ask)
    {
        try
        {
            using var connection = dataSource.OpenConnection();
            return ask(connection);
        }
        catch (NpgsqlException e)
        {
            throw new PersonalKeyException($"The keys of personal data cannot be read: {e.Message}", e);
        }
    }
}
