using EventSourced.Contracts.Pulse;

namespace EventSourced.Bench.Pulse;

/// <summary>Events of realistic size.</summary>
internal static class Some
{
    public static readonly DateOnly Day = new(2026, 3, 4);

    public static DayDigested Digest(string community, DateOnly day, int messages = 40) => new(
        community, "chat", day, Guid.Empty, messages, ["9f86d081884c7d659a2feaa0c55ad015", "60303ae22b998861bce3b28f33eec1be"], messages,
        new DayAnalysis("neutral", 0.12, ["garden", "noise", "events"], "40 messages from 2 participants; main topics: garden, noise, events; overall tone neutral.",
            new Strain(.21, "low", [new("urgency", "Urgent wording", .4, .15)], .8)), "builtin-lexicon/1");

    public static ExportRegistered Registered(Guid export) => new(export, "garden", "chat", "community/garden/00.txt", "chat.txt", "txt", 1_000, "00", true);

    public static ExportDaysProcessed Progress(Guid export, int days) => new(export, [Day], days, days * 40L);
}
