using System.Security.Cryptography;
using Npgsql;

namespace EventSourced.EventStore;

/// <summary>The keys of subjects, in the table <c>es.personal_keys</c>. Destroying a subject's key forgets what was stored about it, wherever that is.</summary>
public sealed class PersonalKeys
{
    private readonly NpgsqlDataSource _dataSource;
    private readonly TimeProvider _time;
    private readonly PersonalMasterKey _master;
    private readonly PersonalKeyCache _cache;
    private readonly string _table;
    private readonly Gathered<string, (Guid Id, byte[] Wrapped)> _current;

    /// <summary>Opens the keys.</summary>
    /// <param name="dataSource">The database; its primary server.</param>
    /// <param name="options">Schema and master key.</param>
    /// <param name="secrets">Keeps the master key when none is configured.</param>
    /// <param name="time">Clock.</param>
    public PersonalKeys(NpgsqlDataSource dataSource, EventStoreOptions options, ISecretStore secrets, TimeProvider? time = null)
    {
        (_dataSource, _time, _table) = (dataSource, time ?? TimeProvider.System, $"{options.StateSchema}.personal_keys");
        (_master, _cache, _current) = (new(options, secrets), new(_time), new(dataSource, CurrentAsync));
    }

    /// <summary>Destroys the keys of subjects. This process reads nothing more of them from now on, others after at most 30 seconds. Doing it again is harmless.</summary>
    /// <param name="subjects">The subjects, each with the prefix of its kind.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>How many keys there were.</returns>
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
            // Also when the answer did not arrive: the keys may be gone.
            _cache.Purge(subjects.ToHashSet());
        }
    }

    /// <summary>The key to encrypt with, made if the subject has none. The database is asked each time, so that a destroyed key is never used again.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="PersonalKeyException">It cannot be had.</exception>
    internal async ValueTask<PersonalKey> CurrentAsync(string subject, CancellationToken cancellationToken = default)
    {
        try
        {
            var asked = _cache.Now();
            var (id, wrapped) = await _current.AskAsync(subject, cancellationToken);
            if (_cache.FindOf(subject, id) is { } opened) return new PersonalKey(id, opened);
            var key = _master.Unwrap(id, subject, wrapped);
            _cache.Keep(id, subject, key, asked);
            return new PersonalKey(id, key);
        }
        catch (NpgsqlException e)
        {
            throw Away(e);
        }
    }

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
            if (ServerSessions.AreKept(connection.ConnectionString)) command.Prepare();
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

    // Decoding is not asynchronous, so neither is this: a look-up by a key, and a rare one.
    private T Asking<T>(Func<NpgsqlConnection, T> ask)
    {
        try
        {
            using var connection = _dataSource.OpenConnection();
            return ask(connection);
        }
        catch (NpgsqlException e)
        {
            throw Away(e);
        }
    }

    private static PersonalKeyException Away(NpgsqlException e) => new($"The keys of personal data cannot be read: {e.Message}", e);
}

/// <summary>A key to encrypt with.</summary>
/// <param name="Id">Its id, stored with what it encrypts.</param>
/// <param name="Key">The key.</param>
internal readonly record struct PersonalKey(Guid Id, byte[] Key);
