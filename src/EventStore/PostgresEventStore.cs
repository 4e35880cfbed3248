using System.Runtime.CompilerServices;
using EventSourced.EventStore.Appending;
using EventSourced.EventStore.Log;
using Marten;
using Npgsql;

namespace EventSourced.EventStore;

/// <summary>The event log in PostgreSQL. Use one instance per process, connected to the primary server.</summary>
public sealed class PostgresEventStore : IEventStore, IAsyncDisposable
{
    private const int StreamPage = 1000;
    private const int RecentPage = 1000;

    // The columns that projections use; those of an event's origins follow them.
    private const string ProjectedColumns = "seq_id, stream_id, version, type, data, timestamp, tenant_id";
    private const int FirstOrigin = 7;

    // Positions that one query scans for the requested types, so that a rare type does not make a query run for very long.
    private const long ScanRange = 250_000;

    // A page of large events has fewer of them, so that readers need the same memory whatever the size of the events. The size is estimated from the last
    // page; if the estimate is too low, the page ends early.
    private const long PageBytes = 4 * 1024 * 1024;
    private const long MaxPageBytes = 4 * PageBytes;
    private long _bytesPerEvent = 1_024;

    private readonly NpgsqlDataSource _source;
    private readonly EventStoreOptions _options;
    private readonly EventCodec _codec;
    private readonly Lazy<IDocumentStore> _marten;
    private readonly bool _ownsMarten;
    private readonly Lazy<SingleAppend> _lone;
    private readonly Lazy<AppendWriters> _writers;
    private readonly Watermark _watermark;
    private readonly RecentEvents _recent;
    private readonly Batcher<(string Tenant, string Stream, long After), IReadOnlyList<RecordedEvent>> _tails;
    private readonly string _columns;
    private readonly string _projected;
    private readonly PlainAppend? _plain;
    private int _disposed;

    /// <summary>Opens the log; the first append starts the writers.</summary>
    /// <param name="dataSource">The database.</param>
    /// <param name="codec">How events are written.</param>
    /// <param name="options">Names of the schemas and limits; null for the defaults.</param>
    /// <param name="marten">The Marten store that appends; null to open one on the data source.</param>
    /// <param name="log">The connections of that store; null for the data source.</param>
    public PostgresEventStore(NpgsqlDataSource dataSource, EventCodec codec, EventStoreOptions? options = null, IDocumentStore? marten = null, EventLogSource? log = null)
    {
        log ??= new EventLogSource(dataSource);
        var source = log.Source;
        (_source, _codec, _options, _ownsMarten) = (source, codec, options ?? new EventStoreOptions(), marten is null);
        _marten = new(() => marten ?? MartenLog.Open(source, _codec, _options));
        var group = new Lazy<AppendGroup>(() => new AppendGroup(_marten.Value, _options));
        _lone = new(() => new SingleAppend(source, group.Value, _codec, _options, RaiseAppended));
        _writers = new(() => new AppendWriters(() => new AppendWriter(source, group.Value, _lone.Value, _options, RaiseAppended)));
        _watermark = new(_options);
        _recent = new(TimeProvider.System, ReadRecentAsync);
        _tails = new(log, ReadTailsAsync);
        _projected = $"{ProjectedColumns} from {_options.LogSchema}.mt_events";
        _columns = $"{ProjectedColumns}, id, correlation_id, causation_id, headers from {_options.LogSchema}.mt_events";
    }

    private PostgresEventStore(NpgsqlDataSource dataSource, EventCodec codec, IDocumentStore application) : this(dataSource, codec, MartenLog.OptionsOf(application), application)
    {
        _plain = new PlainAppend(application);
        var metadata = application.Options.Events.MetadataConfig;
        // Marten creates these columns only if the application enables them.
        _columns = $"""
            {ProjectedColumns}, id, {(metadata.CorrelationIdEnabled ? "correlation_id" : "null")},
                {(metadata.CausationIdEnabled ? "causation_id" : "null")}, {(metadata.HeadersEnabled ? "headers" : "null")} from {_options.LogSchema}.mt_events
            """;
    }

    /// <summary>
    /// Reads the log of an ordinary Marten application, which appends in its own sessions. Appends here, such as audit events, use sessions of the same store,
    /// without expected versions, outcomes or bulk appends.
    /// </summary>
    /// <param name="dataSource">The application's database.</param>
    /// <param name="codec">Reads its events: see <see cref="EventCodec.Of"/>.</param>
    /// <param name="application">The application's store; the caller disposes it.</param>
    /// <exception cref="UnsupportedMartenModeException">The store uses a mode that read tables do not support.</exception>
    public static PostgresEventStore Of(NpgsqlDataSource dataSource, EventCodec codec, IDocumentStore application)
    {
        MartenModes.Require(application);
        return new PostgresEventStore(dataSource, codec, application);
    }

    /// <summary>Raised after each commit of this process, with its highest position: wakes local readers.</summary>
    public event Action<long>? Appended;

    /// <summary>Server processes of the writers, for tests that terminate them.</summary>
    internal IEnumerable<int> WriterPids => _writers.Value.BackendPids;

    /// <summary>Transactions of the writers so far.</summary>
    internal long Groups => _writers.IsValueCreated ? _writers.Value.Groups : 0;

    /// <inheritdoc/>
    public async Task<AppendResult> AppendAsync(Append append, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        if (_plain is not null) return await _plain.RunAsync(append, cancellationToken);
        return await _writers.Value.AppendAsync(await PendingAppend.OfAsync(append, _codec, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<AppendResult> BulkAppendAsync(Append append, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        if (_plain is not null) throw PlainAppend.Unsupported("bulk appends");
        var pending = PendingAppend.ForBulk(append);
        await _lone.Value.RunAsync(pending, cancellationToken, cancellationToken);
        return await pending.Task;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<RecordedEvent> ReadStreamAsync(
        string streamId, long fromVersion = 1, string tenant = Tenants.Default, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        List<RecordedEvent> page = [];
        do
        {
            page.Clear();
            // The connection is returned before the events are yielded: the caller may process them slowly.
            await using (var command = _source.CreateCommand($"select {_columns} where tenant_id = $1 and stream_id = $2 and version >= $3 and {LogRows.Live} order by version limit {StreamPage}"))
            {
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = streamId });
                command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = fromVersion });
                await ReadAsync(command, page, cancellationToken);
            }
            await _codec.LoadKeysAsync(page, cancellationToken);
            foreach (var e in page) yield return e;
            if (page.Count > 0) fromVersion = page[^1].Version + 1;
        }
        while (page.Count == StreamPage);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<RecordedEvent>> ReadTailAsync(string streamId, long afterVersion, string tenant = Tenants.Default, CancellationToken cancellationToken = default) =>
        _tails.ExecuteAsync((tenant, streamId, afterVersion), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RecordedEvent>> ReadStreamsAsync(
        IReadOnlyCollection<string> streamIds, IReadOnlyCollection<string>? types = null, string tenant = Tenants.Default, CancellationToken cancellationToken = default)
    {
        List<RecordedEvent> events = [];
        // PostgreSQL does not flatten a subquery with an offset: each stream is found by its key. A plan that was made while the log was short may otherwise read all of it, in the order of positions.
        await using var command = _source.CreateCommand($"""
            select e.* from unnest($2) q (stream) cross join lateral (
                select {_columns} where tenant_id = $1 and stream_id = q.stream and {LogRows.Live}{(types is null ? "" : " and type = any($3)")} offset 0
            ) e order by e.seq_id
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. streamIds.Distinct()] });
        if (types is not null) command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. types] });
        await ReadAsync(command, events, cancellationToken);
        await _codec.LoadKeysAsync(events, cancellationToken);
        return events;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> FindStreamsAsync(string prefix, string tenant = Tenants.Default, CancellationToken cancellationToken = default)
    {
        // With the "C" collation, >= and ^@ use a range of the primary key, and nothing needs escaping.
        await using var command = _source.CreateCommand($"select id from {_options.LogSchema}.mt_streams where tenant_id = $1 and id >= $2 and id ^@ $2 order by id");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = prefix });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<string> ids = [];
        while (await reader.ReadAsync(cancellationToken)) ids.Add(reader.GetString(0));
        return ids;
    }

    /// <inheritdoc/>
    public async Task<EventPage> ReadPageAsync(
        long after, int limit, long upTo = long.MaxValue, IReadOnlyCollection<string>? types = null, bool withOrigins = true, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var page = await ReadEncryptedPageAsync(after, limit, upTo, types, withOrigins ? _columns : _projected, cancellationToken);
        await _codec.LoadKeysAsync(page.Events, cancellationToken);
        return page;
    }

    /// <inheritdoc/>
    public async Task<EventPage> FollowAsync(long after, int limit, IReadOnlyCollection<string> types, bool withOrigins = true, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var page = _watermark.Known - after < limit ? await _recent.ReadAsync(after, limit, types, cancellationToken) : null;
        if (page is null) return await ReadPageAsync(after, limit, types: types, withOrigins: withOrigins, cancellationToken: cancellationToken);
        await _codec.LoadKeysAsync(page.Events, cancellationToken);
        return page;
    }

    private async Task<EventPage> ReadEncryptedPageAsync(long after, int limit, long upTo, IReadOnlyCollection<string>? types, string columns, CancellationToken cancellationToken)
    {
        limit = (int)Math.Clamp(PageBytes / Volatile.Read(ref _bytesPerEvent), 1, limit);
        string[]? wanted = types is null ? null : [.. types];
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        List<RecordedEvent> events = [];
        var watermark = _watermark.Known;
        // A reader that is far behind may fill its page below the known watermark.
        if (watermark - after >= limit)
        {
            var bound = Math.Min(upTo, watermark);
            after = await ReadRangeAsync(connection, after, bound, limit, wanted, columns, events, cancellationToken);
            if (events.Count == limit || after < bound) return new EventPage(events, after, watermark);
        }
        var read = await _watermark.ReadAsync(connection, mayStopAtGap: false, null, cancellationToken);
        after = await ReadRangeAsync(connection, after, Math.Min(upTo, read.Position), limit, wanted, columns, events, cancellationToken);
        return new EventPage(events, after, read.Position) { IsEnd = read.IsEnd && after >= read.Position };
    }

    /// <summary>The events of all types after a position that is near the end of the log, mostly in one round trip.</summary>
    private async Task<EventPage> ReadRecentAsync(long after, CancellationToken cancellationToken)
    {
        var limit = (int)Math.Clamp(PageBytes / Volatile.Read(ref _bytesPerEvent), 1, RecentPage);
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        List<RecordedEvent> events = [];
        var isCut = false;
        var query = new NpgsqlBatchCommand($"select {_columns} where seq_id > $1 and {LogRows.Live} order by seq_id limit $2")
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = after }, new NpgsqlParameter<int> { TypedValue = limit } },
        };
        var read = await _watermark.ReadAsync(connection, mayStopAtGap: true, new(query, async reader =>
        {
            var bytes = await ReadAsync(reader, events, cancellationToken, MaxPageBytes);
            if (events.Count > 0) Volatile.Write(ref _bytesPerEvent, Math.Max(1, bytes / events.Count));
            isCut = events.Count == limit || bytes >= MaxPageBytes;
        }), cancellationToken);
        var position = read.Position;
        if (!read.HasNext)
        {
            events.Clear();
            position = await ReadRangeAsync(connection, after, read.Position, limit, null, _columns, events, cancellationToken);
        }
        else if (isCut)
        {
            position = Math.Min(position, events[^1].Position);
        }
        events.RemoveAll(e => e.Position > position);
        return new EventPage(events, Math.Max(after, position), read.Position) { IsEnd = read.IsEnd && position >= read.Position };
    }

    /// <inheritdoc/>
    public async Task<long> ReadWatermarkAsync(CancellationToken cancellationToken = default)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        return (await _watermark.ReadAsync(connection, mayStopAtGap: false, null, cancellationToken)).Position;
    }

    /// <inheritdoc/>
    public void AcceptFinal(long position) => _watermark.Accept(position);

    /// <inheritdoc/>
    public async Task<long> ReadEndAsync(CancellationToken cancellationToken = default)
    {
        await using var command = _source.CreateCommand($"select coalesce(max(seq_id), 0) from {_options.LogSchema}.mt_events");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Writes the appends that wait, then stops the writers.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        if (_writers.IsValueCreated) await _writers.Value.DisposeAsync();
        if (_ownsMarten && _marten.IsValueCreated) _marten.Value.Dispose();
        _watermark.Dispose();
        _recent.Dispose();
    }

    private void RaiseAppended(long position)
    {
        try
        {
            Appended?.Invoke(position);
        }
        catch (Exception)
        {
            // A handler's exception must not fail the append. The handler would only have woken a reader early.
        }
    }

    private async Task<IReadOnlyList<IReadOnlyList<RecordedEvent>>> ReadTailsAsync(
        NpgsqlConnection connection, IReadOnlyList<(string Tenant, string Stream, long After)> tails)
    {
        List<RecordedEvent> events = [];
        // Several callers may read one stream from different versions: read it from the lowest, and give each caller its part.
        var streams = tails.GroupBy(t => (t.Tenant, t.Stream), t => t.After).ToList();
        await using var command = new NpgsqlCommand($"""
            select e.* from unnest($1, $2, $3) t (tenant, stream, after) cross join lateral (
                select {_columns} m where m.tenant_id = t.tenant and m.stream_id = t.stream and m.version > t.after and {LogRows.Live} offset 0
            ) e order by e.seq_id
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. streams.Select(s => s.Key.Tenant)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. streams.Select(s => s.Key.Stream)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. streams.Select(s => s.Min())] });
        await ServerSessions.PrepareAsync(command);
        await ReadAsync(command, events, CancellationToken.None);
        await _codec.LoadKeysAsync(events, CancellationToken.None);
        var byStream = events.ToLookup(e => (e.Tenant, e.StreamId));
        return [.. tails.Select(t => (IReadOnlyList<RecordedEvent>)[.. byStream[(t.Tenant, t.Stream)].Where(e => e.Version > t.After)])];
    }

    /// <summary>Adds the events of (after, bound] to the page. Returns the position up to which the page is complete.</summary>
    private async Task<long> ReadRangeAsync(
        NpgsqlConnection connection, long after, long bound, int limit, string[]? types, string columns, List<RecordedEvent> events, CancellationToken cancellationToken)
    {
        while (after < bound && events.Count < limit)
        {
            var end = types is null ? bound : Math.Min(bound, after + ScanRange);
            await using var command = new NpgsqlCommand(
                $"select {columns} where seq_id > $1 and seq_id <= $2 and {LogRows.Live}{(types is null ? "" : " and type = any($4)")} order by seq_id limit $3", connection);
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = end });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit - events.Count });
            if (types is not null) command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = types });
            var read = events.Count;
            var bytes = await ReadAsync(command, events, cancellationToken, MaxPageBytes);
            if (events.Count - read is > 0 and var n) Volatile.Write(ref _bytesPerEvent, Math.Max(1, bytes / n));
            if (bytes >= MaxPageBytes) return events[^1].Position;
            after = events.Count == limit ? events[^1].Position : end;
        }
        return after;
    }

    /// <summary>Reads events to the end, or to a limit of bytes. Returns the number of bytes.</summary>
    private static async Task<long> ReadAsync(NpgsqlCommand command, List<RecordedEvent> events, CancellationToken cancellationToken, long atMost = long.MaxValue)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await ReadAsync(reader, events, cancellationToken, atMost);
    }

    private static async Task<long> ReadAsync(NpgsqlDataReader reader, List<RecordedEvent> events, CancellationToken cancellationToken, long atMost)
    {
        var bytes = 0L;
        var withOrigins = reader.FieldCount > FirstOrigin;
        while (bytes < atMost && await reader.ReadAsync(cancellationToken))
        {
            events.Add(new RecordedEvent
            {
                Position = reader.GetInt64(0),
                StreamId = reader.GetString(1),
                Version = reader.GetInt64(2),
                Type = reader.GetString(3),
                Data = reader.GetFieldValue<byte[]>(4),
                RecordedAt = new DateTimeOffset(reader.GetDateTime(5)),
                Tenant = reader.GetString(6),
                Id = withOrigins ? reader.GetGuid(FirstOrigin) : default,
                CorrelationId = !withOrigins || reader.IsDBNull(FirstOrigin + 1) ? null : reader.GetString(FirstOrigin + 1),
                CausationId = !withOrigins || reader.IsDBNull(FirstOrigin + 2) ? null : reader.GetString(FirstOrigin + 2),
                Headers = !withOrigins || reader.IsDBNull(FirstOrigin + 3) ? default(ReadOnlyMemory<byte>) : reader.GetFieldValue<byte[]>(FirstOrigin + 3),
            });
            bytes += events[^1].Data.Length;
        }
        return bytes;
    }
}
