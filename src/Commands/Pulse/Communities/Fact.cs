using EventSourced.Contracts;

namespace EventSourced.Commands.Pulse.Communities;

/// <summary>An event as deciders see it.</summary>
/// <param name="Event">What happened.</param>
/// <param name="Version">Its place in the stream.</param>
/// <param name="Position">Its place in the log.</param>
/// <param name="RecordedAt">When it was decided.</param>
/// <param name="CommandId">The command that decided it.</param>
internal readonly record struct Fact(IEvent Event, long Version, long Position, DateTimeOffset RecordedAt, Guid CommandId);
