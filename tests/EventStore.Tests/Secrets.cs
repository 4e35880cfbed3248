using System.Security.Cryptography;

namespace EventSourced.EventStore.Tests;

public sealed class Secrets(LogFixture log) : IClassFixture<LogFixture>
{
    [Fact]
    public async Task a_key_is_created_once()
    {
        var secrets = new PostgresSecretStore(log.DataSource, LogFixture.Options);
        Assert.Null(await secrets.FindAsync("once"));
        var keys = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => secrets.GetOrCreateAsync("once", 32))));
        Assert.Equal(32, keys[0].Length);
        Assert.All(keys, key => Assert.Equal(keys[0], key));
        Assert.Equal(keys[0], await secrets.FindAsync("once"));
        Assert.NotEqual(keys[0], await secrets.GetOrCreateAsync("another", 32));
    }

    [Fact]
    public async Task keys_that_processes_create_at_the_same_time_are_the_same_for_all()
    {
        var stores = Enumerable.Range(0, 4).Select(_ => new PostgresSecretStore(log.DataSource, LogFixture.Options)).ToList();
        string[] names = [.. Enumerable.Range(0, 20).Select(i => $"together {i}")];
        var created = await Task.WhenAll(stores.Select(store => Task.WhenAll(names.Concat(names.Reverse()).Select(name => store.GetOrCreateAsync(name, 32)))));
        foreach (var keys in created) Assert.Equal(created[0], keys);
        Assert.Equal(created[0].Take(20), created[0].Skip(20).Reverse());
        Assert.Equal(20, created[0].Select(Convert.ToHexString).Distinct().Count());
    }

    [Fact]
    public async Task a_destroyed_key_is_gone_and_its_name_gets_a_new_one()
    {
        var secrets = new PostgresSecretStore(log.DataSource, LogFixture.Options);
        var key = await secrets.GetOrCreateAsync("doomed", 32);
        Assert.True(await secrets.DestroyAsync("doomed"));
        Assert.Null(await secrets.FindAsync("doomed"));
        Assert.False(await secrets.DestroyAsync("doomed"));
        Assert.NotEqual(key, await secrets.GetOrCreateAsync("doomed", 32));
    }

    [Fact]
    public async Task with_a_master_key_no_key_is_stored_unwrapped()
    {
        var options = LogFixture.Options with { MasterKey = RandomNumberGenerator.GetBytes(32) };
        var key = await new PostgresSecretStore(log.DataSource, options).GetOrCreateAsync("wrapped", 32);

        var stored = await log.ScalarAsync<byte[]>("select key from es.secrets where name = 'wrapped'");
        Assert.True(stored.AsSpan().IndexOf(key) < 0);
        Assert.Equal(key, await new PostgresSecretStore(log.DataSource, options).FindAsync("wrapped"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => new PostgresSecretStore(log.DataSource, LogFixture.Options).FindAsync("wrapped"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => new PostgresSecretStore(log.DataSource, options with { MasterKey = RandomNumberGenerator.GetBytes(32) }).FindAsync("wrapped"));
        await log.ExecuteAsync("update es.secrets set name = 'moved' where name = 'wrapped'");
        await Assert.ThrowsAsync<InvalidOperationException>(() => new PostgresSecretStore(log.DataSource, options).FindAsync("moved"));
    }

    [Fact]
    public async Task keys_from_before_the_master_key_remain_readable()
    {
        var key = await new PostgresSecretStore(log.DataSource, LogFixture.Options).GetOrCreateAsync("early", 32);
        Assert.Equal(key, await new PostgresSecretStore(log.DataSource, LogFixture.Options with { MasterKey = RandomNumberGenerator.GetBytes(32) }).FindAsync("early"));
    }
}
