using System.Text;
using EventSourced.Contracts;
using EventSourced.EventStore.Personal;

namespace EventSourced.EventStore.Tests;

/// <summary>The services of one process for personal data, with a clock that the test controls.</summary>
internal sealed class PersonalWorld
{
    public PersonalWorld(LogFixture log, byte[]? masterKey = null, IEnumerable<IUpcaster>? upcasters = null)
    {
        var options = LogFixture.Options with { PersonalMasterKey = masterKey };
        Keys = new PersonalKeys(log.DataSource, options, new PostgresSecretStore(log.DataSource, options), Clock);
        Data = new PersonalData(Keys);
        Codec = new EventCodec(Notes, upcasters ?? [], Data);
    }

    public static EventCatalog Notes { get; } = EventCatalog.Scan(typeof(NoteTaken).Assembly);

    public ManualClock Clock { get; } = new();

    public PersonalKeys Keys { get; }

    public PersonalData Data { get; }

    public EventCodec Codec { get; }

    public async Task<RecordedEvent> WriteAsync(IEvent e)
    {
        var (type, data) = await Codec.EncodeAsync(e);
        return Recorded(type, data);
    }

    public T Read<T>(RecordedEvent recorded) => (T)Codec.Decode(recorded);

    public static RecordedEvent Recorded(string type, ReadOnlyMemory<byte> data) => new()
    {
        Position = 7,
        Id = Guid.NewGuid(),
        StreamId = "notes",
        Version = 1,
        Type = type,
        Data = data,
        RecordedAt = Some.Noon,
        Tenant = Tenants.Default,
    };

    public static string Text(RecordedEvent recorded) => Encoding.UTF8.GetString(recorded.Data.Span);

    internal sealed class ManualClock : TimeProvider
    {
        private TimeSpan _since;

        public void Advance(TimeSpan by) => _since += by;

        public override DateTimeOffset GetUtcNow() => Some.Noon + _since;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _since.Ticks;
    }
}
