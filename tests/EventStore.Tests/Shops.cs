using System.Text.Json.Serialization;
using EventSourced.Contracts;

namespace EventSourced.EventStore.Tests;

/// <summary>An example event without personal data.</summary>
[EventName("toy.shop_opened.v1")]
public sealed record ShopOpened(string ShopId, string Name, string Description, int Incarnation) : IEvent;

/// <summary>A smaller one.</summary>
[EventName("toy.shop_closed.v1")]
public sealed record ShopClosed(string ShopId) : IEvent;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ShopOpened))]
[JsonSerializable(typeof(ShopClosed))]
public sealed partial class ShopsJson : JsonSerializerContext;
