using EventSourced.Commands.Pulse.Communities;
using EventSourced.EventStore;

namespace EventSourced.Commands.Tests.Pulse.Communities;

/// <summary>Removing a deleted community does not affect a later community with the same name.</summary>
public sealed class CommunityStorageTests
{
    [Fact]
    public async Task The_objects_and_the_key_of_another_incarnation_stay()
    {
        var root = Directory.CreateTempSubdirectory("es-remains-").FullName;
        try
        {
            var objects = new FileObjectStore(root);
            var secrets = new Secrets();
            var remains = new CommunityStorage(objects, secrets);
            var keys = new List<(int Life, string Key)>();
            foreach (var life in new[] { 1, 2, 10 })
            {
                var scope = new CommunityScope("garden", life);
                keys.Add((life, (await objects.PutAsync(scope.Objects, "txt", new MemoryStream("the same chat"u8.ToArray()), 1000, TestContext.Current.CancellationToken)).Key));
                await remains.CreateKeyAsync(scope, TestContext.Current.CancellationToken);
            }

            await remains.RemoveAsync(new CommunityScope("garden", 1), TestContext.Current.CancellationToken);

            foreach (var (life, key) in keys)
            {
                Assert.Equal(life != 1, await objects.ExistsAsync(key, TestContext.Current.CancellationToken));
                Assert.Equal(life != 1, secrets.Names.Contains(new CommunityScope("garden", life).KeyName));
            }
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private sealed class Secrets : ISecretStore
    {
        public HashSet<string> Names { get; } = [];

        public Task<byte[]> GetOrCreateAsync(string name, int sizeInBytes, CancellationToken cancellationToken = default)
        {
            Names.Add(name);
            return Task.FromResult(new byte[sizeInBytes]);
        }

        public Task<byte[]?> FindAsync(string name, CancellationToken cancellationToken = default) => Task.FromResult(Names.Contains(name) ? new byte[32] : null);

        public Task<bool> DestroyAsync(string name, CancellationToken cancellationToken = default) => Task.FromResult(Names.Remove(name));
    }
}
