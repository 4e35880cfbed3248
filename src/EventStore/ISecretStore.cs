using System.Security.Cryptography;
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

/// <summary>Keys in the table <c>es.secrets</c>, wrapped with the master key if one is configured.</summary>
/// <param name="dataSource">The database.</param>
/// <param name="options">Schema and master key.</param>
public sealed class PostgresSecretStore(NpgsqlDataSource dataSource, EventStoreOptions options) : ISecretStore
{
    private const byte Unwrapped = 0, Wrapped = 1;
    private const int NonceSize = 12, TagSize = 16, HeadSize = 1 + NonceSize + TagSize;

    private readonly string _table = $"{options.StateSchema}.secrets";

    /// <inheritdoc/>
    public async Task<byte[]> GetOrCreateAsync(string name, int sizeInBytes, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sizeInBytes, 16);
        while (true)
        {
            if (await FindAsync(name, cancellationToken) is { } key) return key;
            await using var command = dataSource.CreateCommand($"insert into {_table} (name, key) values ($1, $2) on conflict do nothing");
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
            command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Wrap(name, RandomNumberGenerator.GetBytes(sizeInBytes)) });
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<byte[]?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand($"select key from {_table} where name = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        return await command.ExecuteScalarAsync(cancellationToken) is byte[] stored ? Unwrap(name, stored) : null;
    }

    /// <inheritdoc/>
    public async Task<bool> DestroyAsync(string name, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand($"delete from {_table} where name = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    private byte[] Wrap(string name, byte[] key)
    {
        if (options.MasterKey is null) return [Unwrapped, .. key];
        var stored = new byte[HeadSize + key.Length];
        stored[0] = Wrapped;
        var nonce = stored.AsSpan(1, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(options.MasterKey, TagSize);
        aes.Encrypt(nonce, key, stored.AsSpan(HeadSize), stored.AsSpan(1 + NonceSize, TagSize), NameOf(name));
        return stored;
    }

    private byte[] Unwrap(string name, byte[] stored)
    {
        if (stored[0] == Unwrapped) return stored[1..];
        if (options.MasterKey is null)
            throw new InvalidOperationException($"The key {name} is wrapped with a master key: set EventStoreOptions.MasterKey to it.");
        var key = new byte[stored.Length - HeadSize];
        using var aes = new AesGcm(options.MasterKey, TagSize);
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
