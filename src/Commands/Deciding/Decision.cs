using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.EventStore;

namespace EventSourced.Commands.Deciding;

/// <summary>What a decider returns: events to append atomically to one or more streams, and a result for the caller; or the reason of a rejection.</summary>
public sealed record Decision
{
    private Decision()
    {
    }

    /// <summary>There is nothing to append.</summary>
    public static Decision Nothing { get; } = new();

    /// <summary>What to append to each stream. A stream without events is only checked.</summary>
    public IReadOnlyList<StreamAppend> Appends { get; private init; } = [];

    /// <summary>The result for the caller, or null.</summary>
    public object? Result { get; private init; }

    /// <summary>Position of the earlier event when the command has taken effect before; else 0.</summary>
    public long Position { get; private init; }

    /// <summary>Why the command is rejected, or null.</summary>
    public Problem? Problem { get; private init; }

    /// <summary>The events of all streams.</summary>
    public IReadOnlyList<IEvent> Events => [.. Appends.SelectMany(a => a.Events)];

    /// <summary>Whether there is nothing to append, and no problem either.</summary>
    public bool IsNothing => Problem is null && Appends.All(a => a.Events.Count == 0);

    /// <summary>Events of one stream, which must not have changed since its state was loaded.</summary>
    /// <param name="stream">State of the stream.</param>
    /// <param name="events">The events; may be empty.</param>
    public static Decision Of(StreamState stream, params IReadOnlyList<IEvent> events) => Nothing.And(stream, events);

    /// <summary>The command was sent again: its event is at this position of the log.</summary>
    /// <param name="position">The position.</param>
    public static Decision Before(long position) => new() { Position = position };

    /// <summary>Events for streams whose expected versions are given.</summary>
    /// <param name="appends">The events; each stream once.</param>
    public static Decision Of(IReadOnlyList<StreamAppend> appends) => new() { Appends = appends };

    /// <summary>Combines several decisions: all events are appended together. Each stream occurs in only one of them.</summary>
    /// <param name="decisions">Decisions without problems.</param>
    public static Decision All(IEnumerable<Decision> decisions) => new() { Appends = [.. decisions.SelectMany(d => d.Appends)] };

    /// <summary>A rejection.</summary>
    /// <param name="problem">Why.</param>
    public static implicit operator Decision(Problem problem) => new() { Problem = problem };

    /// <summary>Adds events of another stream, which must not have changed since its state was loaded.</summary>
    /// <param name="stream">State of the stream.</param>
    /// <param name="events">The events; may be empty.</param>
    public Decision And(StreamState stream, params IReadOnlyList<IEvent> events) =>
        With(new StreamAppend(stream.Stream, ExpectedVersion.Exactly(stream.Version), events));

    /// <summary>Adds events of another stream without a check of its version.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="events">The events.</param>
    public Decision AndAtAnyVersion(string stream, params IReadOnlyList<IEvent> events) => With(new StreamAppend(stream, ExpectedVersion.Any, events));

    /// <summary>Requires that another stream has not changed since its state was loaded; nothing is appended to that stream.</summary>
    /// <param name="stream">State of the stream.</param>
    public Decision While(StreamState stream) => With(stream.Unchanged);

    /// <summary>Sets the result for the caller.</summary>
    /// <param name="result">Ids and figures, no personal data: results are stored unencrypted.</param>
    public Decision Answer(object result) => this with { Result = result };

    /// <summary>The events of one stream.</summary>
    /// <param name="stream">The stream.</param>
    public IReadOnlyList<IEvent> EventsOf(string stream) => [.. Appends.Where(a => a.StreamId == stream).SelectMany(a => a.Events)];

    private Decision With(StreamAppend append) => this with { Appends = [.. Appends, append] };
}
