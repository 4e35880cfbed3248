using Marten;

namespace Shop;

/// <summary>Takes orders. All of it is plain Marten: it knows nothing of read tables.</summary>
/// <param name="store">Marten's store.</param>
public sealed class Orders(IDocumentStore store)
{
    /// <summary>Begins an order with its items.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="customer">Who orders.</param>
    /// <param name="items">What is ordered.</param>
    public async Task PlaceAsync(string orderId, string customer, params IEnumerable<(string Product, int Quantity, long PriceCents)> items)
    {
        await using var session = store.LightweightSession();
        session.Events.StartStream(orderId,
            [new OrderPlaced(orderId, customer, DateTimeOffset.UtcNow), .. items.Select(i => new ItemAdded(orderId, i.Product, i.Quantity, i.PriceCents))]);
        await session.SaveChangesAsync();
    }

    /// <summary>Adds something to an order.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="product">What.</param>
    /// <param name="quantity">How many.</param>
    /// <param name="priceCents">Price of one, in cents.</param>
    public Task AddAsync(string orderId, string product, int quantity, long priceCents) => AppendAsync(orderId, new ItemAdded(orderId, product, quantity, priceCents));

    /// <summary>Ships an order.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="carrier">Who carries it.</param>
    public Task ShipAsync(string orderId, string carrier) => AppendAsync(orderId, new OrderShipped(orderId, carrier));

    private async Task AppendAsync(string orderId, object e)
    {
        await using var session = store.LightweightSession();
        session.Events.Append(orderId, e);
        await session.SaveChangesAsync();
    }
}
