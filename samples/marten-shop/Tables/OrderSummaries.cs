using EventSourced.ReadTables;

namespace Shop;

/// <summary>One row for each order.</summary>
public sealed record OrderSummaries : IReadTable<OrderSummaries>
{
    /// <summary>The order.</summary>
    public required string OrderId { get; init; }

    /// <summary>Who ordered.</summary>
    public required string Customer { get; init; }

    /// <summary>When it was placed.</summary>
    public required DateTimeOffset PlacedAt { get; init; }

    /// <summary>How many items it has.</summary>
    public required int Items { get; init; }

    /// <summary>What it costs, in cents.</summary>
    public required long TotalCents { get; init; }

    /// <summary>Who carries it; null before it is shipped.</summary>
    public required string? Carrier { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<OrderSummaries> table)
    {
        table.Key(r => r.OrderId);
        table.Index("order_summaries_by_customer", r => r.Customer, r => r.PlacedAt);

        table.On<OrderPlaced>().Row(e => e.OrderId)
            .Set(r => r.Customer, e => e.Customer)
            .Set(r => r.PlacedAt, e => e.PlacedAt);

        table.On<ItemAdded>().Existing(e => e.OrderId)
            .Increment(r => r.Items, e => e.Quantity)
            .Increment(r => r.TotalCents, e => e.Quantity * e.PriceCents);

        table.On<OrderShipped>().Existing(e => e.OrderId)
            .Set(r => r.Carrier, e => e.Carrier);
    }
}
