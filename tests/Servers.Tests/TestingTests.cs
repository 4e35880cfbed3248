using System.Net;
using EventSourced.Testing;
using Npgsql;

namespace EventSourced.Servers.Tests;

public sealed class TestingTests
{
    [Fact]
    public async Task Every_test_class_has_its_own_database_which_is_dropped_even_if_in_use()
    {
        var first = await TestDatabase.CreateAsync("Some Tests");
        await using var second = await TestDatabase.CreateAsync("Some Tests");
        Assert.NotEqual(first.Name, second.Name);
        await using (var create = first.DataSource.CreateCommand("CREATE TABLE mine (id int)")) await create.ExecuteNonQueryAsync();
        await using var left = new NpgsqlConnection(first.ConnectionString + ";Pooling=false");
        await left.OpenAsync();

        await first.DisposeAsync();
        await using var admin = NpgsqlDataSource.Create(await TestServers.PostgresAsync());
        await using var find = admin.CreateCommand("SELECT array_agg(datname) FROM pg_database");
        var databases = (string[])(await find.ExecuteScalarAsync())!;
        Assert.DoesNotContain(first.Name, databases);
        Assert.Contains(second.Name, databases);
    }

    [Fact]
    public async Task Every_test_class_has_its_own_virtual_host()
    {
        var vhost = await TestVhost.CreateAsync("some-tests");
        Assert.Equal("", vhost.Prefix);
        Assert.Equal($"/{vhost.Name}", vhost.Uri.AbsolutePath);
        await vhost.Management.SendAsync(HttpMethod.Put, $"api/queues/{vhost.Name}/mine", new { durable = true });
        Assert.NotNull(await vhost.Management.SendAsync(HttpMethod.Get, $"api/queues/{vhost.Name}/mine"));

        await vhost.DisposeAsync();
        using var management = await TestServers.ManagementAsync();
        var gone = await Assert.ThrowsAsync<HttpRequestException>(() => management!.SendAsync(HttpMethod.Get, $"api/vhosts/{vhost.Name}"));
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.NotNull(TestServers.Current);
    }
}
