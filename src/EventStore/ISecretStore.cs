using System.Security.Cryptography;
using EventSourced.EventStore.Log;
using Npgsql;

namespace EventSourced.EventStore;

/// <summary>Keys that encrypt personal data in the log. Destroying a key forgets the person or tenant that it belongs to.</summary>
public interface ISecretStore
{
    /// <summary>The key of this name; a random one is created the first time.</summary>
    /// <param name="name">What the key is for, such as <c>shop/customer/7/1</c>.</param>
    /// <param name="sizeInBytes">Size of a new key.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task<byte[]> GetOrCreateAsync(string name, int sizeInBytes, CancellationToken cancellationToken = default);

    /// <summary>The key of this name, or null when there is none or it was destroyed.</summary>
    /// <param name="name">What the key is for.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task<byte[]?> FindAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Destroys a key. What was encrypted with it can never be read again.</summary>
    /// <param name="name">What the key is for.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Whether it existed.</returns>
    Task<bool> DestroyAsync(string name, CancellationToken cancellationToken = default);
}

/// <summary>Keys in the table <c>es.secrets</c>, wrapped with the master key if one is configured. Callers that ask at the same time share a statement.</summary>
public sealed class PostgresSecretStore : ISecretStore
{
    private const byte Unwrapped = 0, Wrapped = 1;
    private const int NonceSize = 12, TagSize = 16, HeadSize = 1 + NonceSize + TagSize;

    private readonly NpgsqlDataSource _dataSource;
    private readonly EventStoreOptions _options;
    private readonly string _table;
    private readonly Batcher<string, byte[]?> _finds;
    private readonly Batcher<(string Name, byte[] Stored), byte[]> _creations;

    /// <summary>Opens the store.</summary>
    /// <param name="dataSource">The database.</param>
    /// <param name="options">Schema and master key.</param>
    /// <param name="log">Planned connections to the database; null for those of the data source.</param>
    public PostgresSecretStore(NpgsqlDataSource dataSource, EventStoreOptions options, EventLogSource? log = null)
    {
        (_dataSource, _options, _table) = (dataSource, options, $"{options.StateSchema}.secrets");
        log ??= new EventLogSource(dataSource);
        (_finds, _creations) = (new(log, FindAllAsync), new(log, CreateAllAsync));
    }

    /// <inheritdoc/>
    public async Task<byte[]> GetOrCreateAsync(string name, int sizeInBytes, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sizeInBytes, 16);
        // Callers keep a key that they use often, so that it mostly has to be created.
        return Unwrap(name, await _creations.ExecuteAsync((name, Wrap(name, RandomNumberGenerator.GetBytes(sizeInBytes))), cancellationToken));
    }

    /// <inheritdoc/>
    public async Task<byte[]?> FindAsync(string name, CancellationToken cancellationToken = default) =>
        await _finds.ExecuteAsync(name, cancellationToken) is { } stored ? Unwrap(name, stored) : null;

    /// <inheritdoc/>
    public async Task<bool> DestroyAsync(string name, CancellationToken cancellationToken = default)
    {
        await using var command = _dataSource.CreateCommand($"delete from {_table} where name = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    private async Task<IReadOnlyList<byte[]?>> FindAllAsync(NpgsqlConnection connection, IReadOnlyList<string> names)
    {
        var found = await ReadAsync(connection, names);
        return [.. names.Select(found.GetValueOrDefault)];
    }

    // All callers that create a key of one name, also in different processes, get that of the first.
    private async Task<IReadOnlyList<byte[]>> CreateAllAsync(NpgsqlConnection connection, IReadOnlyList<(string Name, byte[] Stored)> keys)
    {
        Dictionary<string, byte[]> stored = [];
        for (var missing = keys.DistinctBy(k => k.Name).ToList(); missing.Count > 0; missing.RemoveAll(k => stored.ContainsKey(k.Name)))
        {
            await InsertAsync(connection, missing, stored);
            string[] others = [.. missing.Select(k => k.Name).Where(name => !stored.ContainsKey(name))];
            // One that was destroyed between the two statements is created in the next round.
            if (others.Length > 0) foreach (var (name, key) in await ReadAsync(connection, others)) stored[name] = key;
        }
        return [.. keys.Select(k => stored[k.Name])];
    }

    private async Task InsertAsync(NpgsqlConnection connection, IReadOnlyList<(string Name, byte[] Stored)> keys, Dictionary<string, byte[]> stored)
    {
        await using var command = new NpgsqlCommand(
            $"insert into {_table} (name, key) select name, key from unnest($1, $2) as k (name, key) order by name on conflict do nothing returning name", connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. keys.Select(k => k.Name)] });
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. keys.Select(k => k.Stored)] });
        await ServerSessions.PrepareAsync(command);
        var own = keys.ToDictionary(k => k.Name, k => k.Stored);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) stored[reader.GetString(0)] = own[reader.GetString(0)];
    }

    private async Task<Dictionary<string, byte[]>> ReadAsync(NpgsqlConnection connection, IReadOnlyList<string> names)
    {
        await using var command = new NpgsqlCommand($"select name, key from {_table} where name = any($1)", connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. names] });
        await ServerSessions.PrepareAsync(command);
        await using var reader = await command.ExecuteReaderAsync();
        Dictionary<string, byte[]> keys = [];
        while (await reader.ReadAsync()) keys.Add(reader.GetString(0), reader.GetFieldValue<byte[]>(1));
        return keys;
    }

    private byte[] Wrap(string name, byte[] key)
    {
        if (_options.MasterKey is null) return [Unwrapped, .. key];
        var stored = new byte[HeadSize + key.Length];
        stored[0] = Wrapped;
        var nonce = stored.AsSpan(1, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_options.MasterKey, TagSize);
        aes.Encrypt(nonce, key, stored.AsSpan(HeadSize), stored.AsSpan(1 + NonceSize, TagSize), NameOf(name));
        return stored;
    }

    private byte[] Unwrap(string name, byte[] stored)
    {
        if (stored[0] == Unwrapped) return stored[1..];
        if (_options.MasterKey is null)
            throw new InvalidOperationException($"The key {name} is wrapped with a master key: set EventStoreOptions.MasterKey to it.");
        var key = new byte[stored.Length - HeadSize];
        using var aes = new AesGcm(_options.MasterKey, TagSize);
        try
        {
            aes.Decrypt(stored.AsSpan(1, NonceSize), stored.AsSpan(HeadSize), stored.AsSpan(1 + NonceSize, TagSize), key, NameOf(name));
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new InvalidOperationException($"The key {name} was wrapped with another master key than the configured one, or was modified.", e);
        }
        return key;
    }

    // Authenticates the name: a stored key that was moved to another name cannot be unwrapped.
    private static byte[] NameOf(string name) => System.Text.Encoding.UTF8.GetBytes(name);
}
