using System.Text;
using EventSourced.Contracts;
using EventSourced.EventStore;
using JasperFx.Events;
using Marten;
using Shop;

namespace EventSourced.Samples.Tests;

/// <summary>How the events of a Marten application are read.</summary>
public sealed class MartenCodecTests
{
    [Fact]
    public void Names_are_those_of_the_store()
    {
        using var store = Store(events =>
        {
            events.AddEventType<OrderPlaced>();
            events.MapEventType<OrderShipped>("gone");
        });
        var codec = EventCodec.Of(store);
        Assert.Equal(typeof(OrderPlaced), codec.TypeOf("order_placed"));
        Assert.Equal(["gone"], codec.NamesOf(typeof(OrderShipped)));
        Assert.Equal(new OrderShipped("o", "by bicycle"), codec.Decode(Recorded("gone", """{"OrderId": "o", "Carrier": "by bicycle"}""")));
    }

    [Fact]
    public void A_type_that_the_store_does_not_know_is_named_with_what_to_do()
    {
        using var store = Store(events => events.AddEventType<OrderPlaced>());
        var error = Assert.Throws<InvalidOperationException>(() => EventCodec.Of(store).NamesOf(typeof(OrderShipped)));
        Assert.Contains("Events.AddEventType<OrderShipped>()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_old_name_is_read_by_an_upcaster()
    {
        using var store = Store(events => events.AddEventType<OrderShipped>());
        var codec = EventCodec.Of(store, [new Posted()]);
        Assert.Equal(["order_shipped", "order_posted"], codec.NamesOf(typeof(OrderShipped)));
        Assert.Equal(new OrderShipped("o", "post"), codec.Decode(Recorded("order_posted", """{"OrderId": "o"}""")));
    }

    [Fact]
    public void Data_that_does_not_fit_is_told_with_its_position()
    {
        using var store = Store(events => events.AddEventType<ItemAdded>());
        var error = Assert.Throws<EventDecodingException>(() => EventCodec.Of(store).Decode(Recorded("item_added", """{"Quantity": "many"}""")));
        Assert.Contains("item_added at position 7 (stream o, version 1)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_personal_member_is_refused_because_nobody_would_encrypt_it()
    {
        using var store = Store(events => events.AddEventType<Said>());
        Assert.Contains(nameof(Said), Assert.Throws<InvalidOperationException>(() => EventCodec.Of(store)).Message, StringComparison.Ordinal);
    }

    private static DocumentStore Store(Action<Marten.Events.IEventStoreOptions> events) => DocumentStore.For(options =>
    {
        options.Connection("Host=nowhere");
        options.Events.StreamIdentity = StreamIdentity.AsString;
        events(options.Events);
    });

    private static RecordedEvent Recorded(string type, string json) => new()
    {
        Position = 7,
        Id = Guid.NewGuid(),
        StreamId = "o",
        Version = 1,
        Type = type,
        Data = Encoding.UTF8.GetBytes(json),
        RecordedAt = DateTimeOffset.UnixEpoch,
        Tenant = Tenants.Default,
    };

    private sealed record Said(string Who, [property: Personal(nameof(Said.Who))] string? Words);

    private sealed class Posted : IUpcaster
    {
        public string From => "order_posted";

        public string To => "order_shipped";

        public ReadOnlyMemory<byte> Upcast(ReadOnlyMemory<byte> data) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(data.Span).Replace("}", ", \"Carrier\": \"post\"}", StringComparison.Ordinal));
    }
}
