using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Pulse.Communities;
using EventSourced.Commands.Pulse.Exports;
using EventSourced.Commands.Pulse.Sources;
using EventSourced.Contracts;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Tests.Pulse;

/// <summary>Builds states from events, for tests of pure decisions.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Noon = PulseWorld.Noon;
    public static readonly Guid Export = new("11111111-1111-1111-1111-111111111111");
    public static readonly Guid Other = new("22222222-2222-2222-2222-222222222222");
    public static readonly CommandContext Context = new(Guid.Empty, "tester", Noon, null);
    public static readonly SourceScope Chat = new CommunityScope("garden", 1).Source("chat");

    public static readonly ChatSourceCreated SourceCreated = new("garden", "chat", "Chat", "", "whatsapp", null);
    public static readonly ExportRegistered Registered = new(Export, "garden", "chat", "community/garden/a.txt", "a.txt", "txt", 10, new string('a', 64), true);
    public static readonly ExportFailed Failed = new(Export, "io_error", "x", true, null);

    public static IEnumerable<Fact> Facts(long from, params IReadOnlyList<IEvent> events) =>
        events.Select((e, i) => new Fact(e, i + 1, from + i, Noon, default));

    public static CommunityState Community(params IReadOnlyList<IEvent> events) => new CommunityState("garden").After(Facts(1, events));

    public static CommunityState Garden => Community(new CommunityCreated("garden", "Garden", "", 1));

    public static SourceState Source(params IReadOnlyList<IEvent> events) => new SourceState(Chat).After(Facts(10, [SourceCreated, .. events]));

    public static ExportState ExportOf(params IReadOnlyList<IEvent> events) => new ExportState(events.OfType<ExportRegistered>().FirstOrDefault()?.ExportId ?? Export).After(Facts(100, events));

    public static ExportQueued Queued(Guid export, int attempt = 1, string reason = "uploaded") => new("garden", "chat", export, attempt, reason);

    public static ExportDequeued Dequeued(Guid export) => new("garden", "chat", export);

    extension(Decision decision)
    {
        /// <summary>Events of the export.</summary>
        public IReadOnlyList<IEvent> Export => [.. decision.Appends.Where(a => a.StreamId.StartsWith("pulse/export/", StringComparison.Ordinal)).SelectMany(a => a.Events)];

        /// <summary>Events of its source.</summary>
        public IReadOnlyList<IEvent> Source => decision.EventsOf(Chat.Stream);
    }
}
