using Npgsql;

namespace EventSourced.Testing;

/// <summary>A role that may log in and is not a superuser. Roles belong to the server, so its name is unique, and it is dropped together with its grants in a database.</summary>
public sealed class TestRole : IAsyncDisposable
{
    private readonly ProjectionWorld _world;

    private TestRole(ProjectionWorld world, string name) => (_world, Name) = (world, name);

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Creates a role.</summary>
    public static async Task<TestRole> CreateAsync(ProjectionWorld world, string name)
    {
        var role = new TestRole(world, $"{name}_{Guid.NewGuid().ToString("N")[..12]}");
        await world.ExecuteAsync($"CREATE ROLE {role.Name} LOGIN PASSWORD 'secret'");
        return role;
    }

    /// <summary>The result of a query, logged in as this role.</summary>
    public async Task<T> ScalarAsync<T>(string sql)
    {
        var login = new NpgsqlConnectionStringBuilder(_world.ConnectionString) { Username = Name, Password = "secret", Pooling = false };
        await using var source = NpgsqlDataSource.Create(login.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Drops everything in the database of the test, because grants of the role would prevent dropping it, and then the role.</summary>
    public async ValueTask DisposeAsync() => await _world.ExecuteAsync($"""
        DO $$ DECLARE s text; BEGIN
            FOR s IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP EXECUTE format('DROP SCHEMA %I CASCADE', s); END LOOP;
        END $$;
        DROP OWNED BY {Name} CASCADE; DROP ROLE {Name}
        """);
}
