using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EventSourced.EventStore;
using EventSourced.EventStore.Personal;
using EventSourced.ReadTables.Runtime;
using EventSourced.ReadTables.Toys;

namespace EventSourced.ReadTables.Tests.Runtime;

public sealed class PersonalFaultTests
{
    private static readonly EventCodec Codec = new(ToyWorld.Catalog.Events, [], new Plain());

    [Fact]
    public void The_message_of_a_failed_mapping_does_not_quote_personal_data()
    {
        var e = Projected(new SecretTold("p", "Mia"), ToyJson.Default.SecretTold, "toys.secret_told.v1");
        e.TryDecode();
        var fault = new EventFailedException(e, ToyWorld.Catalog.Tables[0], new FormatException("\"Mia\" is no number"));
        Assert.DoesNotContain("Mia", fault.ToString());
        Assert.Contains("FormatException", fault.Message);
        Assert.Contains("position 7", fault.Message);
    }

    [Fact]
    public void Messages_of_other_failures_are_complete()
    {
        var weather = Projected(new WeatherNoticed("rain"), ToyJson.Default.WeatherNoticed, "toys.weather_noticed.v1");
        weather.TryDecode();
        Assert.Contains("\"rain\" is no number", new EventFailedException(weather, ToyWorld.Catalog.Tables[0], new FormatException("\"rain\" is no number")).Message);
        // It could not be decoded, so the message cannot contain its values.
        var unread = Projected(new SecretTold("p", "Mia"), ToyJson.Default.SecretTold, "toys.secret_told.v1");
        Assert.Contains("damaged", new EventFailedException(unread, ToyWorld.Catalog.Tables[0], new EventDecodingException(unread.Recorded, "damaged")).Message);
    }

    [Fact]
    public void An_unavailable_key_is_not_a_fault_of_a_table() =>
        Assert.False(Faults.IsTableFault(new PersonalKeyException("The database is away.")));

    private static ProjectedEvent Projected<T>(T e, JsonTypeInfo<T> json, string type) => new(new RecordedEvent
    {
        Position = 7,
        Id = Guid.NewGuid(),
        StreamId = "stream",
        Version = 1,
        Type = type,
        Data = JsonSerializer.SerializeToUtf8Bytes(e, json),
        RecordedAt = DateTimeOffset.UnixEpoch,
        Tenant = Tenants.Default,
    }, Codec);

    private sealed class Plain : IPersonalData
    {
        public ValueTask<byte[]> ProtectAsync(PersonalFields fields, string type, byte[] json, CancellationToken cancellationToken = default) => ValueTask.FromResult(json);

        public ValueTask LoadKeysAsync(IEnumerable<ReadOnlyMemory<byte>> json, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

        public ReadOnlyMemory<byte> Unprotect(PersonalFields fields, string type, ReadOnlyMemory<byte> json, out bool forgotten)
        {
            forgotten = false;
            return json;
        }
    }
}
