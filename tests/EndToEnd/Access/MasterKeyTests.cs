using EventSourced.Cli;
using EventSourced.Cli.Running;
using EventSourced.EventStore;
using EventSourced.Testing;

namespace EventSourced.EndToEnd.Access;

/// <summary>Where the master key of personal data is stored.</summary>
public sealed class MasterKeyTests
{
    private const string Setting = "EventStore__PersonalMasterKey";
    private const string KeptAs = "personal/master";

    [Fact]
    public async Task A_new_system_gets_a_key_in_a_private_file_and_keeps_it()
    {
        await using var world = await World.CreateAsync();
        var key = await world.KeyAsync();
        Assert.Equal(32, Convert.FromBase64String(key).Length);
        Assert.Equal(key, File.ReadAllText(world.File).Trim());
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(world.File));
        Assert.Null(await world.Secrets.FindAsync(KeptAs));
        Assert.Equal(key, await world.KeyAsync());
    }

    [Fact]
    public async Task A_key_in_the_database_is_moved_to_the_file()
    {
        await using var world = await World.CreateAsync();
        var kept = await world.Secrets.GetOrCreateAsync(KeptAs, 32);
        await world.UseKeyAsync();
        Assert.Equal(Convert.ToBase64String(kept), await world.KeyAsync());
        Assert.Null(await world.Secrets.FindAsync(KeptAs));
        Assert.Contains(world.File, Assert.Single(world.Log), StringComparison.Ordinal);
        Assert.Equal(Convert.ToBase64String(kept), await world.KeyAsync());
    }

    [Fact]
    public async Task A_missing_file_is_an_error_when_the_database_has_keys()
    {
        await using var world = await World.CreateAsync();
        await world.KeyAsync();
        await world.UseKeyAsync();
        File.Delete(world.File);
        var refused = await Assert.ThrowsAsync<CliException>(world.KeyAsync);
        Assert.Contains($"{world.File} is missing", refused.Message, StringComparison.Ordinal);
        Assert.Contains("backup", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(world.File));
    }

    [Fact]
    public async Task A_file_with_another_key_than_the_database_is_an_error_and_both_stay()
    {
        await using var world = await World.CreateAsync();
        var key = await world.KeyAsync();
        var kept = await world.Secrets.GetOrCreateAsync(KeptAs, 32);
        Assert.Contains("is not the key", (await Assert.ThrowsAsync<CliException>(world.KeyAsync)).Message, StringComparison.Ordinal);
        Assert.Equal(kept, await world.Secrets.FindAsync(KeptAs));
        Assert.Equal(key, File.ReadAllText(world.File).Trim());
    }

    private sealed class World(TestDatabase database, DataDirectory directory) : IAsyncDisposable
    {
        public PostgresSecretStore Secrets { get; } = new(database.DataSource, new EventStoreOptions());

        public List<string> Log { get; } = [];

        public string File => directory.MasterKeyFile;

        public static async Task<World> CreateAsync()
        {
            var directory = new DataDirectory(Path.Combine(Path.GetTempPath(), $"es-key-{Guid.NewGuid():N}"));
            directory.Create();
            var database = await TestDatabase.CreateAsync("master-key");
            await EventStoreSchema.ApplyAsync(database.DataSource, new EventStoreOptions());
            return new World(database, directory);
        }

        public async Task<string> KeyAsync() => (await MasterKey.AddToAsync(new Dictionary<string, string>(), directory, database.ConnectionString, Log.Add, default))[Setting];

        /// <summary>As if personal data had been encrypted under the key.</summary>
        public async Task UseKeyAsync()
        {
            await using var command = database.DataSource.CreateCommand("INSERT INTO es.personal_keys (key_id, subject, wrapped, created_at) VALUES (gen_random_uuid(), 'person', '\\x00', now())");
            await command.ExecuteNonQueryAsync();
        }

        public async ValueTask DisposeAsync()
        {
            Directory.Delete(directory.Root, recursive: true);
            await database.DisposeAsync();
        }
    }
}
