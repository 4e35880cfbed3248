using EventSourced.EventStore.Log;

namespace EventSourced.EventStore.Appending;

/// <summary>An append that waits for a writer. It is checked and encoded in its caller's thread.</summary>
internal sealed class PendingAppend : TaskCompletionSource<AppendResult>
{
    private int _taken;

    private PendingAppend(Append append) : base(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        Append = append;
        var metadata = append.Metadata;
        var command = metadata.CommandId.ToString();
        (CorrelationId, CausationId) = (metadata.CorrelationId ?? command, metadata.CausationId ?? command);
        Headers = HeadersOf(metadata, command);

        if (append.Outcome is { } outcome && !CommandStatus.IsFinal(outcome.Status))
            throw new ArgumentException($"\"{outcome.Status}\" is not the status of an outcome: use completed, rejected or failed.", nameof(append));
        HashSet<string>? seen = append.Streams.Count > 1 ? [] : null;
        foreach (var stream in append.Streams)
        {
            ArgumentException.ThrowIfNullOrEmpty(stream.StreamId, nameof(append));
            if (seen?.Add(stream.StreamId) == false)
                throw new ArgumentException($"Stream {stream.StreamId} occurs twice in one append: put its events together.", nameof(append));
            EventCount += stream.Events.Count;
        }

        LastIds = [.. append.Streams.Select(_ => Guid.CreateVersion7())];
    }

    public Append Append { get; }

    /// <summary>All events, stream by stream.</summary>
    public EncodedEvent[] Events { get; private set; } = [];

    /// <summary>Id of each stream's last event. They are created once: after a broken connection they show whether the append was committed.</summary>
    public Guid[] LastIds { get; }

    public int EventCount { get; }

    public int Size { get; private set; } = 500;

    public string CorrelationId { get; }

    public string CausationId { get; }

    public Dictionary<string, object> Headers { get; }

    public string Tenant => Append.Metadata.Tenant;

    /// <summary>The order of the streams of its group; null when it is written alone.</summary>
    public StreamOrder? Order { get; set; }

    /// <summary>An attempt ended without a response: the server may or may not have committed it.</summary>
    public bool CommitUnknown { get; set; }

    public static async ValueTask<PendingAppend> OfAsync(Append append, EventCodec codec, CancellationToken cancellationToken = default)
    {
        var pending = new PendingAppend(append);
        await pending.EncodeAsync(codec, cancellationToken);
        return pending;
    }

    /// <summary>Creates one without encoding its events: a bulk append encodes them while it copies.</summary>
    public static PendingAppend ForBulk(Append append) => new(append);

    /// <summary>Takes it for writing; false when its caller has cancelled it.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _taken, 1, 0) == 0;

    /// <summary>Cancels it for its caller: the writer skips it, unless it has taken it already.</summary>
    public void Cancel(CancellationToken cancellationToken)
    {
        Interlocked.CompareExchange(ref _taken, 2, 0);
        TrySetCanceled(cancellationToken);
    }

    private async ValueTask EncodeAsync(EventCodec codec, CancellationToken cancellationToken)
    {
        if (EventCount == 0) return;
        Events = new EncodedEvent[EventCount];
        var n = 0;
        for (var i = 0; i < LastIds.Length; i++)
        {
            foreach (var e in Append.Streams[i].Events)
            {
                var (type, data) = await codec.EncodeAsync(e, cancellationToken);
                Events[n++] = new EncodedEvent(e.GetType(), type, data)
                {
                    Id = LastIds[i] = Guid.CreateVersion7(),
                    Timestamp = Append.Metadata.RecordedAt,
                    CorrelationId = CorrelationId,
                    CausationId = CausationId,
                    Headers = Headers,
                };
                Size += data.Length + 200;
            }
        }
    }

    private static Dictionary<string, object> HeadersOf(EventMetadata metadata, string command)
    {
        var headers = new Dictionary<string, object> { ["command_id"] = command, ["actor"] = metadata.Actor };
        if (metadata.TraceParent is { } trace) headers.Add("traceparent", trace);
        return headers;
    }
}
