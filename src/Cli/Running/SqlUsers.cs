using System.Buffers.Text;
using System.Security.Cryptography;
using EventSourced.Api.Access;
using EventSourced.Cli.Parsing;
using EventSourced.EventStore;
using EventSourced.ReadTables;
using Npgsql;

namespace EventSourced.Cli.Running;

/// <summary>A read-only login for SQL.</summary>
/// <param name="Name">The login.</param>
/// <param name="Sessions">Its current number of sessions.</param>
internal sealed record SqlUser(string Name, int Sessions);

/// <summary>
/// Logins that may read the documented tables of one database. They are members of the database's reader group, which has the privileges, also on future tables. A
/// comment marks logins that were created here; only those are listed and dropped.
/// </summary>
internal sealed class SqlUsers : IAsyncDisposable
{
    private const int MaxNameLength = 63;
    private readonly NpgsqlDataSource _admin;
    private readonly NpgsqlDataSource _owner;
    private readonly string _database;

    public SqlUsers(OperatorAccess access)
    {
        (_admin, _owner) = (NpgsqlDataSource.Create(access.PostgresAdmin), NpgsqlDataSource.Create(access.PostgresOwner));
        var settings = new NpgsqlConnectionStringBuilder(access.PostgresOwner);
        _database = settings.Database ?? settings.Username!;
        Group = $"{_database}_reader";
        if (Group.Length > MaxNameLength) throw new CliException($"The database has a name of {_database.Length} characters; the name of its reader group ({Group}) would be longer than PostgreSQL's limit of {MaxNameLength}.");
    }

    /// <summary>The group of readers.</summary>
    public string Group { get; }

    private string Mark => $"SQL user of EventSourced in database {_database}";

    /// <summary>Creates a login and returns its password, which is not stored.</summary>
    public async Task<string> CreateAsync(string name, ReadTableCatalog tables, CancellationToken cancellation)
    {
        if (name.Length is 0 or > MaxNameLength || !char.IsAsciiLetter(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') || name.StartsWith("pg_", StringComparison.OrdinalIgnoreCase))
            throw CliException.Usage($"\"{name}\" cannot name a login: use up to {MaxNameLength} letters, digits, - and _, beginning with a letter and not with pg_.");
        var password = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));
        await using var connection = await _admin.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        try
        {
            if (await FindAsync(connection, Group, cancellation) is null) await ExecuteAsync(connection, $"CREATE ROLE {Quoted(Group)} NOLOGIN", cancellation);
            await ExecuteAsync(connection, $"""
                CREATE ROLE {Quoted(name)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD '{password}';
                GRANT {Quoted(Group)} TO {Quoted(name)};
                ALTER ROLE {Quoted(name)} SET default_transaction_read_only = on;
                COMMENT ON ROLE {Quoted(name)} IS '{Mark.Replace("'", "''", StringComparison.Ordinal)}';
                """, cancellation);
            await transaction.CommitAsync(cancellation);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DuplicateObject)
        {
            throw new CliException($"The server has a login {name} already. Choose another name, or drop it first.", e);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new CliException($"The login of ES_POSTGRES may not create logins: give it the attribute CREATEROLE, or ask the administrator of the server. ({e.MessageText})", e);
        }
        await DatabaseRights.GrantAsync(_owner, tables, new EventStoreOptions(), null, Group, cancellation);
        return password;
    }

    public async Task<IReadOnlyList<SqlUser>> ListAsync(CancellationToken cancellation)
    {
        await using var command = _admin.CreateCommand("""
            SELECT r.rolname::text, (SELECT count(*)::int FROM pg_stat_activity a WHERE a.usesysid = r.oid)
            FROM pg_roles r WHERE shobj_description(r.oid, 'pg_authid') = $1 ORDER BY 1
            """);
        command.Parameters.AddWithValue(Mark);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var users = new List<SqlUser>();
        while (await reader.ReadAsync(cancellation)) users.Add(new SqlUser(reader.GetString(0), reader.GetInt32(1)));
        return users;
    }

    /// <summary>Ends the sessions of a login and drops it.</summary>
    public async Task DropAsync(string name, CancellationToken cancellation)
    {
        await using var connection = await _admin.OpenConnectionAsync(cancellation);
        if (await FindAsync(connection, name, cancellation) != Mark)
            throw new CliException($"There is no SQL user {name} of this database. See: {Hint.Es("sql-user list")}");
        try
        {
            // Prevents new sessions before the old ones are terminated.
            await ExecuteAsync(connection, $"ALTER ROLE {Quoted(name)} NOLOGIN", cancellation);
            await using (var end = new NpgsqlCommand("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = $1", connection) { Parameters = { new() { Value = name } } })
                await end.ExecuteNonQueryAsync(cancellation);
            await ExecuteAsync(connection, $"DROP ROLE {Quoted(name)}", cancellation);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DependentObjectsStillExist)
        {
            throw new CliException($"{name} can no longer log in, but was not dropped: {e.Detail ?? e.MessageText}. Revoke its grants, or drop its objects, then try again.", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _admin.DisposeAsync();
        await _owner.DisposeAsync();
    }

    /// <summary>The comment of a role, empty when it has none; null when there is no such role.</summary>
    private static async Task<string?> FindAsync(NpgsqlConnection connection, string name, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT coalesce(shobj_description(oid, 'pg_authid'), '') FROM pg_roles WHERE rolname = $1", connection) { Parameters = { new() { Value = name } } };
        return await command.ExecuteScalarAsync(cancellation) as string;
    }

    private static string Quoted(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
