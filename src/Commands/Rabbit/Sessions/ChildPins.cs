using System.Security.Cryptography;
using System.Text;
using EventSourced.EventStore;
using EventSourced.EventStore.Schema;
using Npgsql;

namespace EventSourced.Commands.Rabbit.Sessions;

/// <summary>
/// PINs that give access to the rows of one child. The table stores a key derived from the PIN with a salt and with a secret from the secret store, so that a copy of the
/// table alone does not allow guessing the PINs.
/// </summary>
/// <param name="source">The database.</param>
/// <param name="secrets">Holds the secret.</param>
/// <param name="options">Name of the schema.</param>
/// <param name="time">Clock.</param>
public sealed class ChildPins(NpgsqlDataSource source, ISecretStore secrets, EventStoreOptions options, TimeProvider time)
{
    /// <summary>Minimum length of a PIN.</summary>
    public const int MinLength = 6;

    /// <summary>Maximum length of a PIN.</summary>
    public const int MaxLength = 64;

    private const int Iterations = 100_000;
    private const int Size = 32;
    private readonly string _table = $"{options.StateSchema}.child_pins";
    private byte[]? _secret;

    /// <summary>The table.</summary>
    /// <param name="options">Name of the schema.</param>
    internal static SqlTable Table(EventStoreOptions options) => new SqlTable(options.StateSchema, "child_pins", "PINs that open the rows of one child, as derived keys.")
        .Column("child_id", "text", "The child.")
        .Column("salt", "bytea", "Salt of the derivation.")
        .Column("derived", "bytea", "PBKDF2-SHA256 of the HMAC of child and PIN under the secret rabbit/child-pins.")
        .Column("iterations", "integer", "Iterations of the derivation.")
        .Column("set_at", "timestamp with time zone", "When it was set.")
        .Column("set_by", "text", "Who set it.")
        .Key("child_id");

    /// <summary>Sets the PIN of a child, replacing an existing one.</summary>
    /// <param name="child">The child.</param>
    /// <param name="pin">The PIN.</param>
    /// <param name="actor">Who sets it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task SetAsync(string child, string pin, string actor, CancellationToken cancellationToken = default)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        await using var command = source.CreateCommand($"""
            insert into {_table} (child_id, salt, derived, iterations, set_at, set_by) values ($1, $2, $3, $4, $5, $6)
            on conflict (child_id) do update set salt = excluded.salt, derived = excluded.derived, iterations = excluded.iterations, set_at = excluded.set_at, set_by = excluded.set_by
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = child });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = salt });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = await DeriveAsync(child, pin, salt, Iterations, cancellationToken) });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Iterations });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = time.GetUtcNow().UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = actor });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Removes the PIN of a child.</summary>
    /// <param name="child">The child.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it had one.</returns>
    public async Task<bool> RemoveAsync(string child, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand($"delete from {_table} where child_id = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = child });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Whether any child has a PIN.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<bool> AnyAsync(CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand($"select exists (select from {_table})");
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>Whether a PIN is that of a child. The time it takes does not depend on whether the child has one.</summary>
    /// <param name="child">The child.</param>
    /// <param name="pin">The PIN.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<bool> MatchesAsync(string child, string pin, CancellationToken cancellationToken = default)
    {
        var (salt, derived, iterations) = await FindAsync(child, cancellationToken) ?? (new byte[16], new byte[Size], Iterations);
        return CryptographicOperations.FixedTimeEquals(await DeriveAsync(child, pin, salt, iterations, cancellationToken), derived);
    }

    private async Task<(byte[] Salt, byte[] Derived, int Iterations)?> FindAsync(string child, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"select salt, derived, iterations from {_table} where child_id = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = child });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetFieldValue<byte[]>(0), reader.GetFieldValue<byte[]>(1), reader.GetInt32(2)) : null;
    }

    private async Task<byte[]> DeriveAsync(string child, string pin, byte[] salt, int iterations, CancellationToken cancellationToken)
    {
        _secret ??= await secrets.GetOrCreateAsync("rabbit/child-pins", 32, cancellationToken);
        var keyed = HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes($"{child}\0{pin}"));
        return Rfc2898DeriveBytes.Pbkdf2(keyed, salt, iterations, HashAlgorithmName.SHA256, Size);
    }
}
