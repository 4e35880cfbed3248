using System.Text.RegularExpressions;
using Npgsql;

namespace EventSourced.Testing;

/// <summary>A separate database in the shared PostgreSQL, dropped at the end.</summary>
public sealed partial class TestDatabase : IAsyncDisposable
{
    private readonly string _admin;

    private TestDatabase(string admin, string name)
    {
        _admin = admin;
        Name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(admin) { Database = name, IncludeErrorDetail = true }.ConnectionString;
        DataSource = NpgsqlDataSource.Create(ConnectionString);
    }

    /// <summary>Unique name of the database.</summary>
    public string Name { get; }

    /// <summary>Connection string of its owner.</summary>
    public string ConnectionString { get; }

    /// <summary>Connections to it.</summary>
    public NpgsqlDataSource DataSource { get; }

    /// <summary>Creates an empty database whose name begins with the given one.</summary>
    public static async Task<TestDatabase> CreateAsync(string name, CancellationToken cancellation = default) =>
        await CreateAsync(name, await TestServers.PostgresAsync(), cancellation);

    /// <summary>Creates an empty database in another server.</summary>
    /// <param name="name">What its name begins with.</param>
    /// <param name="admin">Connection string of an administrator there.</param>
    /// <param name="cancellation">Stops.</param>
    public static async Task<TestDatabase> CreateAsync(string name, string admin, CancellationToken cancellation = default)
    {
        var unique = $"{Unsafe().Replace(name.ToLowerInvariant(), "_")[..Math.Min(name.Length, 40)]}_{Guid.NewGuid().ToString("N")[..12]}";
        await ExecuteAsync(admin, $"CREATE DATABASE \"{unique}\"", cancellation);
        return new TestDatabase(admin, unique);
    }

    /// <summary>Closes the connections, also those of others, and drops the database.</summary>
    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        await ExecuteAsync(_admin, $"DROP DATABASE IF EXISTS \"{Name}\" WITH (FORCE)", CancellationToken.None);
    }

    private static async Task ExecuteAsync(string admin, string sql, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(admin);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    [GeneratedRegex("[^a-z0-9_]")]
    private static partial Regex Unsafe();
}
