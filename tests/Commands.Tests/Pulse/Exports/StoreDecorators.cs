using System.Runtime.CompilerServices;
using EventSourced.EventStore;

namespace EventSourced.Commands.Tests.Pulse;

/// <summary>Delegates to a store; subclasses intercept appends.</summary>
internal abstract class StoreDecorator(IEventStore inner) : IEventStore
{
    public Task<AppendResult> AppendAsync(Append append, CancellationToken cancellationToken = default) =>
        AroundAsync(() => inner.AppendAsync(append, cancellationToken));

    public Task<AppendResult> BulkAppendAsync(Append append, CancellationToken cancellationToken = default) =>
        AroundAsync(() => inner.BulkAppendAsync(append, cancellationToken));

    public async IAsyncEnumerable<RecordedEvent> ReadStreamAsync(
        string streamId, long fromVersion = 1, string tenant = Tenants.Default, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ThrowIfCrashed();
        await foreach (var e in inner.ReadStreamAsync(streamId, fromVersion, tenant, cancellationToken)) yield return e;
    }

    public virtual Task<IReadOnlyList<RecordedEvent>> ReadTailAsync(string streamId, long afterVersion, string tenant = Tenants.Default, CancellationToken cancellationToken = default)
    {
        ThrowIfCrashed();
        return inner.ReadTailAsync(streamId, afterVersion, tenant, cancellationToken);
    }

    public Task<IReadOnlyList<RecordedEvent>> ReadStreamsAsync(
        IReadOnlyCollection<string> streamIds, IReadOnlyCollection<string>? types = null, string tenant = Tenants.Default, CancellationToken cancellationToken = default)
    {
        ThrowIfCrashed();
        return inner.ReadStreamsAsync(streamIds, types, tenant, cancellationToken);
    }

    public Task<IReadOnlyList<string>> FindStreamsAsync(string prefix, string tenant = Tenants.Default, CancellationToken cancellationToken = default)
    {
        ThrowIfCrashed();
        return inner.FindStreamsAsync(prefix, tenant, cancellationToken);
    }

    public Task<EventPage> ReadPageAsync(long after, int limit, long upTo = long.MaxValue, IReadOnlyCollection<string>? types = null, bool withOrigins = true, CancellationToken cancellationToken = default) =>
        inner.ReadPageAsync(after, limit, upTo, types, withOrigins, cancellationToken);

    public Task<EventPage> FollowAsync(long after, int limit, IReadOnlyCollection<string> types, bool withOrigins = true, CancellationToken cancellationToken = default) =>
        inner.FollowAsync(after, limit, types, withOrigins, cancellationToken);

    public Task<long> ReadWatermarkAsync(CancellationToken cancellationToken = default) => inner.ReadWatermarkAsync(cancellationToken);

    public void AcceptFinal(long position) => inner.AcceptFinal(position);

    public Task<long> ReadEndAsync(CancellationToken cancellationToken = default) => inner.ReadEndAsync(cancellationToken);

    protected abstract Task<AppendResult> AroundAsync(Func<Task<AppendResult>> append);

    protected virtual void ThrowIfCrashed()
    {
    }
}

/// <summary>The process crashes at one append, before or after its commit. From then on every call fails.</summary>
internal sealed class CrashingStore(IEventStore inner, int atAppend, bool afterCommit) : StoreDecorator(inner)
{
    private int _appends;

    public bool HasCrashed { get; private set; }

    protected override async Task<AppendResult> AroundAsync(Func<Task<AppendResult>> append)
    {
        ThrowIfCrashed();
        if (++_appends < atAppend) return await append();
        HasCrashed = true;
        if (afterCommit) await append();
        throw new CrashException();
    }

    protected override void ThrowIfCrashed()
    {
        if (HasCrashed) throw new CrashException();
    }
}

internal sealed class CrashException() : Exception("The process has crashed.");

/// <summary>Blocks before one append until it is released.</summary>
internal sealed class PausingStore(IEventStore inner, int atAppend) : StoreDecorator(inner)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _appends;

    public Task Reached => _reached.Task;

    public void Release() => _released.SetResult();

    protected override async Task<AppendResult> AroundAsync(Func<Task<AppendResult>> append)
    {
        if (++_appends == atAppend)
        {
            _reached.SetResult();
            await _released.Task;
        }
        return await append();
    }
}

/// <summary>An object store whose first reads fail.</summary>
internal sealed class FaultyObjects(IObjectStore inner, int faults) : IObjectStore
{
    private int _left = faults;

    public Task<StoredObject> PutAsync(string prefix, string extension, Stream content, long maxBytes, CancellationToken cancellationToken = default) =>
        inner.PutAsync(prefix, extension, content, maxBytes, cancellationToken);

    public Task<StoredObject> PutNamedAsync(string key, Stream content, long maxBytes, CancellationToken cancellationToken = default) =>
        inner.PutNamedAsync(key, content, maxBytes, cancellationToken);

    public Task<StoredObject> PutVerifiedAsync(string key, string sha256, Stream content, long maxBytes, CancellationToken cancellationToken = default) =>
        inner.PutVerifiedAsync(key, sha256, content, maxBytes, cancellationToken);

    public Task<bool> TouchAsync(string key, CancellationToken cancellationToken = default) => inner.TouchAsync(key, cancellationToken);

    public Task<Stream> OpenReadAsync(string key, CancellationToken cancellationToken = default) =>
        _left-- > 0 ? Task.FromException<Stream>(new IOException("The disk is unavailable.")) : inner.OpenReadAsync(key, cancellationToken);

    public Task<bool> ExistsAsync(string key, CancellationToken cancellationToken = default) => inner.ExistsAsync(key, cancellationToken);

    public Task<long> SizeAsync(string prefix, CancellationToken cancellationToken = default) => inner.SizeAsync(prefix, cancellationToken);

    public IEnumerable<string> Find(string prefix, DateTimeOffset unmodifiedSince) => inner.Find(prefix, unmodifiedSince);

    public Task<bool> DeleteAsync(string key, DateTimeOffset unmodifiedSince, CancellationToken cancellationToken = default) =>
        inner.DeleteAsync(key, unmodifiedSince, cancellationToken);

    public Task DeletePrefixAsync(string prefix, CancellationToken cancellationToken = default) => inner.DeletePrefixAsync(prefix, cancellationToken);
}
