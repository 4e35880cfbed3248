using EventSourced.Contracts;

namespace EventSourced.EventStore;

/// <summary>The event log: appends with optimistic concurrency, reads by stream and by position.</summary>
public interface IEventStore
{
    /// <summary>
    /// Appends to one or several streams in one transaction. Concurrent calls share a transaction; a conflict of one call does not affect the others.
    /// </summary>
    /// <param name="append">The events.</param>
    /// <param name="cancellationToken">Stops waiting; an append that a writer has taken is still written.</param>
    /// <exception cref="ConcurrencyException">A stream does not have its expected version. Nothing of this append was written.</exception>
    /// <exception cref="StreamArchivedException">A stream is archived. Nothing of this append was written.</exception>
    /// <exception cref="CommandAlreadyHandledException">The command of <see cref="Append.Outcome"/> has a stored outcome. Nothing was written.</exception>
    Task<AppendResult> AppendAsync(Append append, CancellationToken cancellationToken = default);

    /// <summary>Appends many events by COPY in a transaction of its own: the fast path of imports.</summary>
    /// <inheritdoc cref="AppendAsync"/>
    Task<AppendResult> BulkAppendAsync(Append append, CancellationToken cancellationToken = default);

    /// <summary>The events of a stream in order, read in pages.</summary>
    /// <param name="streamId">The stream; an unknown one is empty.</param>
    /// <param name="fromVersion">First version to read, from 1.</param>
    /// <param name="tenant">Tenant of the stream.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    IAsyncEnumerable<RecordedEvent> ReadStreamAsync(string streamId, long fromVersion = 1, string tenant = Tenants.Default, CancellationToken cancellationToken = default);

    /// <summary>The events of a stream after a version, in one query that concurrent calls share: for deciders that cache a stream and catch up.</summary>
    /// <param name="streamId">The stream; an unknown one is empty.</param>
    /// <param name="afterVersion">Version after which to read; 0 for all.</param>
    /// <param name="tenant">Tenant of the stream.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlyList<RecordedEvent>> ReadTailAsync(string streamId, long afterVersion, string tenant = Tenants.Default, CancellationToken cancellationToken = default);

    /// <summary>The events of several streams in position order, in one query: for deciders that read a few streams at once.</summary>
    /// <param name="streamIds">The streams.</param>
    /// <param name="types">Names of the event types to read; null for all.</param>
    /// <param name="tenant">Tenant of the streams.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    Task<IReadOnlyList<RecordedEvent>> ReadStreamsAsync(IReadOnlyCollection<string> streamIds, IReadOnlyCollection<string>? types = null, string tenant = Tenants.Default, CancellationToken cancellationToken = default);

    /// <summary>Ids of the streams that start with a prefix, in ordinal order.</summary>
    /// <param name="prefix">Start of the ids.</param>
    /// <param name="tenant">Tenant of the streams.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    Task<IReadOnlyList<string>> FindStreamsAsync(string prefix, string tenant = Tenants.Default, CancellationToken cancellationToken = default);

    /// <summary>
    /// A page of the log in position order. It ends at the watermark: every event up to <see cref="EventPage.Position"/> is final, none will appear later.
    /// </summary>
    /// <param name="after">Position to read after; 0 for the beginning.</param>
    /// <param name="limit">Largest number of events to return.</param>
    /// <param name="upTo">Last position to read.</param>
    /// <param name="types">Names of the event types to read; null for all.</param>
    /// <param name="withOrigins">
    /// Whether to read the members that no projection uses: the event's id, its correlation and causation ids and its headers. They are about half of the bytes of a
    /// small event.
    /// </param>
    /// <param name="cancellationToken">Stops reading.</param>
    Task<EventPage> ReadPageAsync(
        long after, int limit, long upTo = long.MaxValue, IReadOnlyCollection<string>? types = null, bool withOrigins = true, CancellationToken cancellationToken = default);

    /// <summary>
    /// A page of the log for a reader that follows its end. Readers of one process share what they read: events are as they were in the database at most a
    /// second ago. A reader that is behind reads from the database.
    /// </summary>
    /// <param name="after">Position to read after; 0 for the beginning.</param>
    /// <param name="limit">Largest number of events to return.</param>
    /// <param name="types">Names of the event types to read.</param>
    /// <param name="withOrigins">Whether the reader needs the members that no projection uses: see <see cref="ReadPageAsync"/>.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    Task<EventPage> FollowAsync(long after, int limit, IReadOnlyCollection<string> types, bool withOrigins = true, CancellationToken cancellationToken = default);

    /// <summary>The watermark: the highest position up to which the log is final. It never decreases.</summary>
    /// <param name="cancellationToken">Stops.</param>
    Task<long> ReadWatermarkAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Accepts a position as final because another process has proven it, for instance by the committed checkpoint of a read table. This process's own
    /// watermark may be lower while an append is open; from the next read on it includes the position.
    /// </summary>
    /// <param name="position">Position up to which the log is final.</param>
    void AcceptFinal(long position);

    /// <summary>Position of the last committed event; 0 when there is none. It may lie beyond the watermark: appends that started earlier may still be open.</summary>
    /// <param name="cancellationToken">Stops.</param>
    Task<long> ReadEndAsync(CancellationToken cancellationToken = default);
}

/// <summary>Tenants of the log.</summary>
public static class Tenants
{
    /// <summary>The tenant of modules without tenants, with Marten's name for it.</summary>
    public const string Default = "*DEFAULT*";
}

/// <summary>Events for one or several streams, written atomically.</summary>
/// <param name="Streams">The events of each stream; a stream occurs once.</param>
/// <param name="Metadata">Metadata of every event.</param>
/// <param name="Outcome">Outcome of the command, stored in the same transaction, or null if the command is not finished.</param>
public sealed record Append(IReadOnlyList<StreamAppend> Streams, EventMetadata Metadata, CommandOutcome? Outcome = null);

/// <summary>Events for one stream.</summary>
/// <param name="StreamId">The stream.</param>
/// <param name="Expected">The version that the stream must have.</param>
/// <param name="Events">Events in order. Without events, the expected version is checked and locked until the transaction ends.</param>
public sealed record StreamAppend(string StreamId, ExpectedVersion Expected, IReadOnlyList<IEvent> Events);

/// <summary>The version that a stream must have for an append to succeed.</summary>
public readonly record struct ExpectedVersion
{
    private ExpectedVersion(long value) => Value = value;

    /// <summary>The version; 0 for a stream that must not exist, −1 for any.</summary>
    public long Value { get; }

    /// <summary>Any version, existing or not.</summary>
    public static ExpectedVersion Any { get; } = new(-1);

    /// <summary>The stream must not exist.</summary>
    public static ExpectedVersion NoStream { get; } = new(0);

    /// <summary>The stream's last event has this version; 0 is <see cref="NoStream"/>.</summary>
    /// <param name="version">Version, from 0.</param>
    public static ExpectedVersion Exactly(long version)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(version);
        return new(version);
    }

    /// <inheritdoc/>
    public override string ToString() => Value switch { -1 => "any", 0 => "no stream", _ => Value.ToString(System.Globalization.CultureInfo.InvariantCulture) };
}

/// <summary>Metadata of events: their cause, actor and time.</summary>
/// <param name="CommandId">The command that decided them.</param>
/// <param name="Actor">Who sent the command: the name of a token or of a job.</param>
/// <param name="RecordedAt">When they were decided, by the clock of the command side; not before the events that they were decided from.</param>
/// <param name="CorrelationId">Correlation id; by default the command.</param>
/// <param name="CausationId">Causation id; by default the command.</param>
/// <param name="TraceParent">W3C trace parent.</param>
/// <param name="Tenant">The tenant that owns the streams.</param>
public sealed record EventMetadata(
    Guid CommandId, string Actor, DateTimeOffset RecordedAt, string? CorrelationId = null, string? CausationId = null,
    string? TraceParent = null, string Tenant = Tenants.Default);

/// <summary>The outcome of a command, stored so that a redelivery returns the same.</summary>
/// <param name="CommandId">The command.</param>
/// <param name="Status"><c>completed</c>, <c>rejected</c> or <c>failed</c>.</param>
/// <param name="Result">JSON of the result or of the problem (RFC 9457), or null.</param>
public sealed record CommandOutcome(Guid CommandId, string Status, string? Result);

/// <summary>The result of an append.</summary>
/// <param name="Position">Position of its last event; 0 when it held none.</param>
/// <param name="Versions">New version of each stream, in the order of <see cref="Append.Streams"/>.</param>
public sealed record AppendResult(long Position, IReadOnlyList<long> Versions);

/// <summary>A page of the log.</summary>
/// <param name="Events">Events in position order.</param>
/// <param name="Position">The position up to which the page is complete: that of its last event when a limit ended the page, else the end of the range that was read.</param>
/// <param name="Watermark">The watermark when the page was read.</param>
public sealed record EventPage(IReadOnlyList<RecordedEvent> Events, long Position, long Watermark)
{
    /// <summary>Whether the page ends at the end of the log: when it was read, no position beyond the watermark was assigned. A reader then waits for the next append.</summary>
    public bool IsEnd { get; init; }
}

/// <summary>A stored event of the log.</summary>
public sealed class RecordedEvent
{
    /// <summary>Position in the whole log, from 1, with gaps.</summary>
    public required long Position { get; init; }

    /// <summary>Id of the event; empty if the event was read without its origins.</summary>
    public Guid Id { get; init; }

    /// <summary>The stream.</summary>
    public required string StreamId { get; init; }

    /// <summary>Version in the stream, from 1, without gaps.</summary>
    public required long Version { get; init; }

    /// <summary>Name of its type, as stored.</summary>
    public required string Type { get; init; }

    /// <summary>Its JSON as UTF-8, as stored.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>When it was decided.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>The tenant.</summary>
    public required string Tenant { get; init; }

    /// <summary>Correlation id; null if it has none, or was read without its origins.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Causation id; null if it has none, or was read without its origins.</summary>
    public string? CausationId { get; init; }

    /// <summary>JSON object with <c>command_id</c>, <c>actor</c> and <c>traceparent</c>, as UTF-8; empty if it was read without its origins.</summary>
    public ReadOnlyMemory<byte> Headers { get; init; }
}

/// <summary>A stream does not have the version that an append expected.</summary>
/// <param name="streamId">The stream.</param>
/// <param name="expected">The expected version.</param>
/// <param name="actual">Its actual version; 0 when it does not exist.</param>
public sealed class ConcurrencyException(string streamId, ExpectedVersion expected, long actual)
    : Exception($"Stream {streamId} is at version {actual}, expected {expected}. Load it and decide again.")
{
    /// <summary>The stream.</summary>
    public string StreamId { get; } = streamId;

    /// <summary>The expected version.</summary>
    public ExpectedVersion Expected { get; } = expected;

    /// <summary>Its actual version.</summary>
    public long Actual { get; } = actual;
}

/// <summary>A stream was archived through Marten and takes no more events. Nothing of the append was written.</summary>
/// <param name="streamId">The stream.</param>
public sealed class StreamArchivedException(string streamId)
    : Exception($"Stream {streamId} is archived, and readers skip its events. Nothing was appended; use another stream.")
{
    /// <summary>The stream.</summary>
    public string StreamId { get; } = streamId;
}

/// <summary>The command was handled before. Return its stored outcome.</summary>
/// <param name="commandId">The command.</param>
public sealed class CommandAlreadyHandledException(Guid commandId) : Exception($"Command {commandId} was handled before.")
{
    /// <summary>The command.</summary>
    public Guid CommandId { get; } = commandId;
}
