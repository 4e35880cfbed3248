using EventSourced.EventStore;

namespace EventSourced.Workers.Tests;

/// <summary>An event store whose appends a test may delay or refuse.</summary>
internal sealed class WatchedStore(IEventStore store, Func<Append, Task> before) : IEventStore
{
    public async Task<AppendResult> AppendAsync(Append append, CancellationToken cancellationToken = default)
    {
        await before(append);
        return await store.AppendAsync(append, cancellationToken);
    }

    public async Task<AppendResult> BulkAppendAsync(Append append, CancellationToken cancellationToken = default)
    {
        await before(append);
        return await store.BulkAppendAsync(append, cancellationToken);
    }

    public IAsyncEnumerable<RecordedEvent> ReadStreamAsync(string streamId, long fromVersion = 1, string tenant = Tenants.Default, CancellationToken cancellationToken = default) =>
        store.ReadStreamAsync(streamId, fromVersion, tenant, cancellationToken);

    public Task<IReadOnlyList<RecordedEvent>> ReadTailAsync(string streamId, long afterVersion, string tenant = Tenants.Default, CancellationToken cancellationToken = default) =>
        store.ReadTailAsync(streamId, afterVersion, tenant, cancellationToken);

    public Task<IReadOnlyList<RecordedEvent>> ReadStreamsAsync(
        IReadOnlyCollection<string> streamIds, IReadOnlyCollection<string>? types = null, string tenant = Tenants.Default, CancellationToken cancellationToken = default) =>
        store.ReadStreamsAsync(streamIds, types, tenant, cancellationToken);

    public Task<IReadOnlyList<string>> FindStreamsAsync(string prefix, string tenant = Tenants.Default, CancellationToken cancellationToken = default) =>
        store.FindStreamsAsync(prefix, tenant, cancellationToken);

    public Task<EventPage> ReadPageAsync(long after, int limit, long upTo = long.MaxValue, IReadOnlyCollection<string>? types = null, bool withOrigins = true, CancellationToken cancellationToken = default) =>
        store.ReadPageAsync(after, limit, upTo, types, withOrigins, cancellationToken);

    public Task<EventPage> FollowAsync(long after, int limit, IReadOnlyCollection<string> types, bool withOrigins = true, CancellationToken cancellationToken = default) =>
        store.FollowAsync(after, limit, types, withOrigins, cancellationToken);

    public Task<long> ReadWatermarkAsync(CancellationToken cancellationToken = default) => store.ReadWatermarkAsync(cancellationToken);

    public void AcceptFinal(long position) => store.AcceptFinal(position);

    public Task<long> ReadEndAsync(CancellationToken cancellationToken = default) => store.ReadEndAsync(cancellationToken);
}
