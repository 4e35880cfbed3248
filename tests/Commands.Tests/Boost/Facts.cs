using EventSourced.Commands.Deciding;
using EventSourced.Contracts;

namespace EventSourced.Commands.Tests.Boost;

/// <summary>Events of one stream, as states fold them.</summary>
internal static class Facts
{
    public static readonly DateTimeOffset Now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    public static IEnumerable<Fact> Of(params IReadOnlyList<IEvent> events) => From(1, events);

    public static IEnumerable<Fact> From(long version, IReadOnlyList<IEvent> events) => events.Select((e, i) => new Fact(e, version + i, version + i, Now, Guid.Empty));
}
