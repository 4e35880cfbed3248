using System.Security.Cryptography;
using EventSourced.EventStore.Log;
using Npgsql;

namespace EventSourced.EventStore.Personal;

/// <summary>The keys of subjects, in the table <c>es.personal_keys</c>. Destroying a subject's key forgets all data that was encrypted with it.</summary>
public sealed class PersonalKeys
{
    private readonly NpgsqlDataSource _dataSource;
    private readonly TimeProvider _time;
    private readonly PersonalMasterKey _master;
    private readonly PersonalKeyCache _cache;
    private readonly string _table;
    private readonly Batcher<string, (Guid Id, byte[] Wrapped)> _current;
    private readonly Batcher<IReadOnlyCollection<Guid>, bool> _loads;

    /// <summary>Opens the keys.</summary>
    /// <param name="dataSource">The database; its primary server.</param>
    /// <param name="options">Schema and master key.</param>
    /// <param name="secrets">Stores the master key when none is configured.</param>
    /// <param name="time">Clock.</param>
    /// <param name="log">Planned connections to the database; null for those of the data source.</param>
    public PersonalKeys(NpgsqlDataSource dataSource, EventStoreOptions options, ISecretStore secrets, TimeProvider? time = null, EventLogSource? log = null)
    {
        (_dataSource, _time, _table) = (dataSource, time ?? TimeProvider.System, $"{options.StateSchema}.personal_keys");
        log ??= new EventLogSource(dataSource);
        (_master, _cache, _current, _loads) = (new(options, secrets), new(_time), new(log, CurrentAsync), new(log, LoadAllAsync));
    }

    /// <summary>Destroys the keys of subjects. This process can no longer decrypt their data, other processes after at most 30 seconds. Idempotent.</summary>
    /// <param name="subjects">The subjects, each with the prefix of its kind.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The number of keys that were destroyed.</returns>
    public async Task<int> DestroyAsync(IReadOnlyCollection<string> subjects, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var command = _dataSource.CreateCommand($"update {_table} set wrapped = null, destroyed_at = $2 where subject = any($1) and destroyed_at is null");
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. subjects] });
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = _time.GetUtcNow().UtcDateTime });
            return await command.ExecuteNonQueryAsync(cancellationToken);
        }
        finally
        {
            // Also after a failure: the keys may be destroyed although no response arrived.
            _cache.Purge(subjects.ToHashSet());
        }
    }

    /// <summary>The key to encrypt with, created if the subject has none. It is read from the database each time, so that a destroyed key is never used again.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="PersonalKeyException">It is not available.</exception>
    internal async ValueTask<PersonalKey> CurrentAsync(string subject, CancellationToken cancellationToken = default)
    {
        try
        {
            var lookup = _cache.Now();
            var (id, wrapped) = await _current.ExecuteAsync(subject, cancellationToken);
            if (_cache.FindOf(subject, id) is { } cached) return new PersonalKey(id, cached);
            var key = _master.Unwrap(id, subject, wrapped);
            _cache.Add(id, subject, key, lookup);
            return new PersonalKey(id, key);
        }
        catch (NpgsqlException e)
        {
            throw Unavailable(e);
        }
    }

    /// <summary>Caches the keys that <see cref="Find"/> will need.</summary>
    /// <param name="keyIds">The keys. Those that do not exist are ignored.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    internal async ValueTask LoadAsync(IReadOnlySet<Guid> keyIds, CancellationToken cancellationToken)
    {
        List<Guid> missing = [.. keyIds.Where(id => !_cache.IsFresh(id))];
        if (missing.Count > 0) await _loads.ExecuteAsync(missing, cancellationToken);
    }

    /// <summary>A key to decrypt with, or null when it was destroyed. A cached key may have been destroyed up to 30 seconds ago.</summary>
    /// <param name="keyId">The key.</param>
    /// <exception cref="PersonalDataException">The key never existed.</exception>
    /// <exception cref="PersonalKeyException">It is not available.</exception>
    internal byte[]? Find(Guid keyId)
    {
        if (_cache.TryFind(keyId, out var known)) return known;
        var lookup = _cache.Now();
        var (subject, key) = Query(connection =>
        {
            using var command = new NpgsqlCommand($"select subject, wrapped from {_table} where key_id = $1", connection);
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = keyId });
            if (ServerSessions.AllowState(connection.ConnectionString)) command.Prepare();
            using var reader = command.ExecuteReader();
            if (!reader.Read()) throw new PersonalDataException($"there is no personal key {keyId}, not even a destroyed one");
            var owner = reader.GetString(0);
            return (owner, reader.IsDBNull(1) ? null : _master.Unwrap(keyId, owner, reader.GetFieldValue<byte[]>(1)));
        });
        _cache.Add(keyId, subject, key, lookup);
        return key;
    }

    /// <summary>A hash of data that cannot be guessed without the master key.</summary>
    internal byte[] Hash(ReadOnlySpan<byte> data) => _master.Hash(data);

    private async Task<IReadOnlyList<(Guid Id, byte[] Wrapped)>> CurrentAsync(NpgsqlConnection connection, IReadOnlyList<string> subjects)
    {
        Dictionary<string, (Guid, byte[])> current = [];
        while (true)
        {
            await using (var find = new NpgsqlCommand($"select subject, key_id, wrapped from {_table} where subject = any($1) and destroyed_at is null", connection))
            {
                find.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. subjects] });
                await ServerSessions.PrepareAsync(find);
                await using var reader = await find.ExecuteReaderAsync();
                while (await reader.ReadAsync()) current[reader.GetString(0)] = (reader.GetGuid(1), reader.GetFieldValue<byte[]>(2));
            }
            string[] missing = [.. subjects.Where(s => !current.ContainsKey(s)).Distinct().Order(StringComparer.Ordinal)];
            if (missing.Length == 0) return [.. subjects.Select(s => current[s])];
            await InsertAsync(connection, missing);
        }
    }

    private async Task<IReadOnlyList<bool>> LoadAllAsync(NpgsqlConnection connection, IReadOnlyList<IReadOnlyCollection<Guid>> requests)
    {
        var lookup = _cache.Now();
        await using var find = new NpgsqlCommand($"select key_id, subject, wrapped from {_table} where key_id = any($1)", connection);
        find.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. requests.SelectMany(ids => ids).Distinct()] });
        await ServerSessions.PrepareAsync(find);
        await using var reader = await find.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var (id, subject) = (reader.GetGuid(0), reader.GetString(1));
            try
            {
                _cache.Add(id, subject, reader.IsDBNull(2) ? null : _master.Unwrap(id, subject, reader.GetFieldValue<byte[]>(2)), lookup);
            }
            catch (PersonalKeyException)
            {
                // Find reports it for the data that needs this key.
            }
        }
        return [.. requests.Select(_ => true)];
    }

    private async Task InsertAsync(NpgsqlConnection connection, string[] subjects)
    {
        Guid[] ids = [.. subjects.Select(_ => Guid.CreateVersion7())];
        await using var insert = new NpgsqlCommand($"""
            insert into {_table} (key_id, subject, wrapped, created_at) select id, subject, wrapped, $4 from unnest($1, $2, $3) as k (id, subject, wrapped)
            on conflict (subject) where destroyed_at is null do nothing
            """, connection);
        insert.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = ids });
        insert.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = subjects });
        insert.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. subjects.Select((s, i) => _master.Wrap(ids[i], s, RandomNumberGenerator.GetBytes(32)))] });
        insert.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = _time.GetUtcNow().UtcDateTime });
        await insert.ExecuteNonQueryAsync();
    }

    // Synchronous, because decoding is. It is rare: LoadAsync has cached the key, unless it expired in between.
    private T Query<T>(Func<NpgsqlConnection, T> query)
    {
        try
        {
            using var connection = _dataSource.OpenConnection();
            return query(connection);
        }
        catch (NpgsqlException e)
        {
            throw Unavailable(e);
        }
    }

    private static PersonalKeyException Unavailable(NpgsqlException e) => new($"The keys of personal data cannot be read: {e.Message}", e);
}

/// <summary>A key to encrypt with.</summary>
/// <param name="Id">Its id, stored with what it encrypts.</param>
/// <param name="Key">The key.</param>
internal readonly record struct PersonalKey(Guid Id, byte[] Key);
