using EventSourced.Commands.Rabbit.Sessions;
using EventSourced.Contracts.Rabbit;
using EventSourced.EventStore;

namespace EventSourced.Api.Rabbit;

/// <summary>Reads sessions from the log, because the tables may lag behind what a caller has just written.</summary>
internal sealed class SessionReads(IEventStore store, EventCodec codec)
{
    private readonly string[] _states = [.. codec.NamesOf(typeof(SessionStarted)), .. codec.NamesOf(typeof(SessionClosed)), .. codec.NamesOf(typeof(SessionForgotten))];
    private readonly string[] _turns = [.. codec.NamesOf(typeof(TurnRecorded))];

    /// <summary>The state of a session, as its row in the tables will be; null when there is none.</summary>
    public async Task<SessionShape?> FindAsync(Guid session, CancellationToken cancellationToken)
    {
        var events = await ReadAsync(session, [.. _states, .. _turns], cancellationToken);
        var (started, closed) = StateOf(events);
        if (started is null) return null;
        // Turns are counted, not decoded: what was said stays encrypted.
        var turns = events.Where(e => _turns.Contains(e.Type)).ToList();
        var last = turns.Count > 0 ? turns[^1].RecordedAt : started.StartedAt;
        return new SessionShape(session.ToString(), !closed, turns.Count, DateTimeOffset.FromUnixTimeMilliseconds(last.ToUnixTimeMilliseconds()));
    }

    /// <summary>Checks that a session was started, so that a recording may be received for it.</summary>
    /// <exception cref="RabbitException">It is unknown.</exception>
    public async Task CheckStartedAsync(Guid session, CancellationToken cancellationToken)
    {
        if (StateOf(await ReadAsync(session, _states, cancellationToken)).Started is null) throw RabbitException.NoSession();
    }

    /// <summary>The start of an open session.</summary>
    /// <exception cref="RabbitException">It is unknown, or closed.</exception>
    public async Task<SessionStarted> OpenAsync(Guid session, CancellationToken cancellationToken) =>
        StateOf(await ReadAsync(session, _states, cancellationToken)) is ({ } started, false) ? started : throw RabbitException.NoSession();

    private Task<IReadOnlyList<RecordedEvent>> ReadAsync(Guid session, string[] types, CancellationToken cancellationToken) =>
        store.ReadStreamsAsync([RabbitStreams.Session(session)], types, Tenants.Default, cancellationToken);

    private (SessionStarted? Started, bool Closed) StateOf(IReadOnlyList<RecordedEvent> events)
    {
        var states = events.Where(e => _states.Contains(e.Type)).Select(codec.Decode).ToList();
        return (states.OfType<SessionStarted>().FirstOrDefault(), states.Any(e => e is SessionClosed or SessionForgotten));
    }
}
