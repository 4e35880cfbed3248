using EventSourced.Contracts;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Bench.Pulse;

/// <summary>Events of Pulse: of ten, seven are digests, two are progress and one has a day's new messages.</summary>
internal static class PulseEvents
{
    /// <summary>The event of a number.</summary>
    /// <param name="i">The number.</param>
    /// <param name="events">Number of all events.</param>
    public static IEvent Of(int i, int events) => i < 500 ? Some.Registered(ExportId(i)) : (i % 10) switch
    {
        < 7 => Some.Digest($"garden{i % 20}", Some.Day.AddDays(i / 200)),
        < 9 => Some.Progress(ExportId(i % 500), i),
        _ => new DayMessagesRecorded($"garden{i % 20}", "chat", Some.Day.AddDays(i / 200), Guid.Empty, ["9f86d081884c7d65"], [$"{i:x64}", $"{i + events:x64}", $"{i + (2L * events):x64}"], [0, 0, 0]),
    };

    private static Guid ExportId(int i) => new(i, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
}
