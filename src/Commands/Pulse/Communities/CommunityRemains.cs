using EventSourced.EventStore;

namespace EventSourced.Commands.Pulse.Communities;

/// <summary>What a deleted community leaves outside of the log: its objects and its hash key.</summary>
internal sealed class CommunityRemains(IObjectStore objects, ISecretStore secrets)
{
    public const int KeySize = 32;

    public Task CreateKeyAsync(CommunityScope community, CancellationToken cancellationToken) =>
        secrets.GetOrCreateAsync(community.KeyName, KeySize, cancellationToken);

    /// <summary>Removes them, the key last: while it is there, the removal is not finished.</summary>
    public async Task RemoveAsync(CommunityScope community, CancellationToken cancellationToken)
    {
        await objects.DeletePrefixAsync(community.Objects, cancellationToken);
        // What earlier builds put: this build puts nothing there, so nothing of a later life is met.
        await objects.DeletePrefixAsync(PulseStreams.Objects(community.CommunityId), cancellationToken);
        await secrets.DestroyAsync(community.KeyName, cancellationToken);
    }

    /// <summary>Ends a removal that was interrupted.</summary>
    public async Task RemoveUnfinishedAsync(CommunityScope community, CancellationToken cancellationToken)
    {
        if (await secrets.FindAsync(community.KeyName, cancellationToken) is not null) await RemoveAsync(community, cancellationToken);
    }
}
