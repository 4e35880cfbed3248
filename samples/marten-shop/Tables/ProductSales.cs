using EventSourced.ReadTables;

namespace Shop;

/// <summary>One row for each product that was ever ordered.</summary>
public sealed record ProductSales : IReadTable<ProductSales>
{
    /// <summary>The product.</summary>
    public required string Product { get; init; }

    /// <summary>In how many order lines it occurs.</summary>
    public required int Lines { get; init; }

    /// <summary>How many were ordered.</summary>
    public required int Quantity { get; init; }

    /// <summary>What they cost together, in cents.</summary>
    public required long TotalCents { get; init; }

    /// <summary>The order that it was last ordered by.</summary>
    public required string LastOrderId { get; init; }

    /// <inheritdoc/>
    public static void Define(TableBuilder<ProductSales> table)
    {
        table.Key(r => r.Product);

        table.On<ItemAdded>().Row(e => e.Product)
            .Increment(r => r.Lines, e => 1)
            .Increment(r => r.Quantity, e => e.Quantity)
            .Increment(r => r.TotalCents, e => e.Quantity * e.PriceCents)
            .Set(r => r.LastOrderId, e => e.OrderId);
    }
}
