namespace Shop;

/// <summary>A customer placed an order.</summary>
/// <param name="OrderId">The order, which is also the name of its stream.</param>
/// <param name="Customer">Who ordered.</param>
/// <param name="PlacedAt">When.</param>
public sealed record OrderPlaced(string OrderId, string Customer, DateTimeOffset PlacedAt);

/// <summary>Something was added to an order.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Product">What.</param>
/// <param name="Quantity">How many.</param>
/// <param name="PriceCents">Price of one, in cents.</param>
public sealed record ItemAdded(string OrderId, string Product, int Quantity, long PriceCents);

/// <summary>An order left the house.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Carrier">Who carries it.</param>
public sealed record OrderShipped(string OrderId, string Carrier);
