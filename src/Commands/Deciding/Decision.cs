using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.EventStore;

namespace EventSourced.Commands.Deciding;

/// <summary>What a decider answers: events to append to one stream or several, all or none, and what the caller learns; or why nothing may happen.</summary>
public sealed record Decision
{
    private Decision()
    {
    }

    /// <summary>Nothing has to happen.</summary>
    public static Decision Nothing { get; } = new();

    /// <summary>What to append to each stream. A stream without events is only checked.</summary>
    public IReadOnlyList<StreamAppend> Appends { get; private init; } = [];

    /// <summary>What the caller learns, or null.</summary>
    public object? Result { get; private init; }

    /// <summary>Where in the log it happened before; 0 when it did not.</summary>
    public long Position { get; private init; }

    /// <summary>Why nothing may happen, or null.</summary>
    public Problem? Problem { get; private init; }

    /// <summary>The events of all streams.</summary>
    public IReadOnlyList<IEvent> Events => [.. Appends.SelectMany(a => a.Events)];

    /// <summary>Whether there is nothing to append, and no problem either.</summary>
    public bool IsNothing => Problem is null && Appends.All(a => a.Events.Count == 0);

    /// <summary>Events of one stream, which must not have changed since its state was loaded.</summary>
    /// <param name="stream">State of the stream.</param>
    /// <param name="events">What happened; may be none.</param>
    public static Decision Of(StreamState stream, params IReadOnlyList<IEvent> events) => Nothing.And(stream, events);

    /// <summary>It happened before, at a position of the log: the command was sent again.</summary>
    /// <param name="position">The position.</param>
    public static Decision Before(long position) => new() { Position = position };

    /// <summary>Several decisions as one: all is appended together. Each stream occurs in one of them only.</summary>
    /// <param name="decisions">Decisions without problems.</param>
    public static Decision All(IEnumerable<Decision> decisions) => new() { Appends = [.. decisions.SelectMany(d => d.Appends)] };

    /// <summary>A refusal.</summary>
    /// <param name="problem">Why.</param>
    public static implicit operator Decision(Problem problem) => new() { Problem = problem };

    /// <summary>Adds events of another stream, which must not have changed since its state was loaded.</summary>
    /// <param name="stream">State of the stream.</param>
    /// <param name="events">What happened; may be none.</param>
    public Decision And(StreamState stream, params IReadOnlyList<IEvent> events) =>
        With(new StreamAppend(stream.Stream, ExpectedVersion.Exactly(stream.Version), events));

    /// <summary>Adds events of another stream, whatever was appended to it meanwhile.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="events">What happened.</param>
    public Decision AndAtAnyVersion(string stream, params IReadOnlyList<IEvent> events) => With(new StreamAppend(stream, ExpectedVersion.Any, events));

    /// <summary>Holds only if another stream has not changed since its state was loaded; nothing is appended to that one.</summary>
    /// <param name="stream">State of the stream.</param>
    public Decision While(StreamState stream) => With(stream.Unchanged);

    /// <summary>Tells the caller something.</summary>
    /// <param name="result">Ids and figures, nothing personal: results are stored in the clear.</param>
    public Decision Answer(object result) => this with { Result = result };

    /// <summary>The events of one stream.</summary>
    /// <param name="stream">The stream.</param>
    public IReadOnlyList<IEvent> EventsOf(string stream) => [.. Appends.Where(a => a.StreamId == stream).SelectMany(a => a.Events)];

    private Decision With(StreamAppend append) => this with { Appends = [.. Appends, append] };
}
