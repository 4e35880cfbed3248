using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using EventSourced.EventStore;
using EventSourced.EventStore.Schema;
using Npgsql;

namespace EventSourced.Api.Access;

/// <summary>A token without its secret.</summary>
/// <param name="Id">First bytes of the hash of its secret: identifies the token independently of its name.</param>
/// <param name="Name">Its name, which becomes the actor of commands.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="ExpiresAt">From when it is refused, or null.</param>
/// <param name="RevokedAt">When it was revoked, or null.</param>
public sealed record AdminToken(string Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt);

/// <summary>Admin tokens. Only their hashes are stored.</summary>
/// <param name="source">The database.</param>
/// <param name="time">Clock.</param>
public sealed class AdminTokens(NpgsqlDataSource source, TimeProvider time)
{
    /// <summary>Name of the token that the first start creates.</summary>
    public const string FirstName = "first";

    // Part of the SHA-256 of 32 random bytes: does not reveal the secret.
    private const int IdBytes = 8;

    // A token that another process revoked may still be accepted here for this long.
    private static readonly TimeSpan s_cacheTime = TimeSpan.FromSeconds(5);

    // An arbitrary key: serialises processes that start together.
    private const long SchemaLock = 0x6573_746f_6b65_6e01;

    private volatile Snapshot? _snapshot;

    /// <summary>Creates the table and, on the first start, a token.</summary>
    /// <param name="cancellationToken">Stops.</param>
    /// <param name="owner">The database with a login that may create tables; null when the API's login may.</param>
    /// <returns>The token when this call created it, else null.</returns>
    public async Task<string?> EnsureFirstAsync(CancellationToken cancellationToken = default, NpgsqlDataSource? owner = null)
    {
        var token = NewToken();
        await using var connection = await (owner ?? source).OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var wait = new NpgsqlCommand($"select pg_advisory_xact_lock({SchemaLock})", connection)) await wait.ExecuteNonQueryAsync(cancellationToken);
        await SchemaObjects.ApplyAsync(connection, new AdminTokenSchema().Objects(new EventStoreOptions()), cancellationToken);
        await using var first = new NpgsqlCommand(
            "insert into es.admin_tokens (name, sha256, created_at) select $1, $2, $3 where not exists (select from es.admin_tokens)", connection)
        { Parameters = { new() { Value = FirstName }, new() { Value = HashOf(token) }, new() { Value = time.GetUtcNow().UtcDateTime } } };
        var created = await first.ExecuteNonQueryAsync(cancellationToken) == 1;
        await transaction.CommitAsync(cancellationToken);
        _snapshot = null;
        return created ? token : null;
    }

    /// <summary>Creates a token.</summary>
    /// <param name="name">Its name, never used before.</param>
    /// <param name="expiresAt">From when it is refused, or null.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The token, or null when the name is taken.</returns>
    public async Task<string?> CreateAsync(string name, DateTimeOffset? expiresAt, CancellationToken cancellationToken = default)
    {
        var token = NewToken();
        await using var command = source.CreateCommand(
            "insert into es.admin_tokens (name, sha256, created_at, expires_at) values ($1, $2, $3, $4) on conflict (name) do nothing");
        command.Parameters.AddWithValue(name);
        command.Parameters.AddWithValue(HashOf(token));
        command.Parameters.AddWithValue(time.GetUtcNow().UtcDateTime);
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz, Value = (object?)expiresAt?.UtcDateTime ?? DBNull.Value });
        var created = await command.ExecuteNonQueryAsync(cancellationToken) == 1;
        _snapshot = null;
        return created ? token : null;
    }

    /// <summary>Revokes a token. Its name stays reserved, so that the actor of old commands stays unambiguous.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Whether a valid token of this name existed.</returns>
    public async Task<bool> RevokeAsync(string name, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand("update es.admin_tokens set revoked_at = $2 where name = $1 and revoked_at is null");
        command.Parameters.AddWithValue(name);
        command.Parameters.AddWithValue(time.GetUtcNow().UtcDateTime);
        var revoked = await command.ExecuteNonQueryAsync(cancellationToken) == 1;
        _snapshot = null;
        return revoked;
    }

    /// <summary>Revokes a token.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Whether a valid token of this id existed.</returns>
    public async Task<bool> RevokeByIdAsync(string id, CancellationToken cancellationToken = default) =>
        (await ListAsync(cancellationToken)).FirstOrDefault(t => t.Id == id) is { } token && await RevokeAsync(token.Name, cancellationToken);

    /// <summary>All tokens by name, including revoked ones.</summary>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IReadOnlyList<AdminToken>> ListAsync(CancellationToken cancellationToken = default) =>
        [.. (await LoadAsync(cancellationToken)).Tokens.Select(t => t.Token).OrderBy(t => t.Name, StringComparer.Ordinal)];

    /// <summary>The token of a secret, valid or not, or null when there is none.</summary>
    /// <param name="secret">What the caller sent.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<AdminToken?> FindAsync(string secret, CancellationToken cancellationToken = default)
    {
        var snapshot = _snapshot;
        if (snapshot is null || time.GetElapsedTime(snapshot.LoadedAt) > s_cacheTime) _snapshot = snapshot = await LoadAsync(cancellationToken);
        var hash = HashOf(secret);
        AdminToken? found = null;
        // Compares with all tokens in fixed time, so that the duration reveals nothing.
        foreach (var (sha256, token) in snapshot.Tokens)
        {
            if (CryptographicOperations.FixedTimeEquals(sha256, hash)) found = token;
        }
        return found;
    }

    private static string NewToken() => "es_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private async Task<Snapshot> LoadAsync(CancellationToken cancellationToken)
    {
        var loadedAt = time.GetTimestamp();
        var tokens = new List<(byte[], AdminToken)>();
        await using var command = source.CreateCommand("select sha256, name, created_at, expires_at, revoked_at from es.admin_tokens");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            DateTimeOffset? Time(int i) => reader.IsDBNull(i) ? null : reader.GetFieldValue<DateTimeOffset>(i);
            var sha256 = reader.GetFieldValue<byte[]>(0);
            tokens.Add((sha256, new AdminToken(Convert.ToHexStringLower(sha256.AsSpan(0, IdBytes)), reader.GetString(1), Time(2)!.Value, Time(3), Time(4))));
        }
        return new Snapshot(loadedAt, tokens);
    }

    private sealed record Snapshot(long LoadedAt, IReadOnlyList<(byte[] Sha256, AdminToken Token)> Tokens);
}
