using System.Text.Json.Serialization;
using EventSourced.Contracts;
using EventSourced.ReadTables;

namespace EventSourced.Laws.Market;

/// <summary>Something was bought at a stall.</summary>
[EventName("market.bought.v1")]
public sealed record Bought(string Stall, long BuyerId, string Good, int Pieces, float Price, DateTimeOffset? Due, IReadOnlyList<string> Remarks) : IEvent;

/// <summary>Something was returned.</summary>
[EventName("market.given_back.v1")]
public sealed record GivenBack(string Stall, long BuyerId, string Good) : IEvent;

/// <summary>A buyer was warned.</summary>
[EventName("market.warned.v1")]
public sealed record Warned(string Stall, long BuyerId, string Good) : IEvent;

/// <summary>A stall closed for good.</summary>
[EventName("market.stall_closed.v1")]
public sealed record StallClosed(string Stall) : IEvent;

/// <summary>JSON serialization of the market's events.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Bought))]
[JsonSerializable(typeof(GivenBack))]
[JsonSerializable(typeof(Warned))]
[JsonSerializable(typeof(StallClosed))]
public sealed partial class MarketJson : JsonSerializerContext;

/// <summary>The purchases of each buyer by good. The counts are right only if every event is applied once and in order.</summary>
public sealed record Purchases : IReadTable<Purchases>
{
    /// <summary>The stall.</summary>
    public required string Stall { get; init; }

    /// <summary>The buyer.</summary>
    public required long BuyerId { get; init; }

    /// <summary>The good.</summary>
    public required string Good { get; init; }

    /// <summary>Number of pieces.</summary>
    public required long Pieces { get; init; }

    /// <summary>Total price, summed in the order of the purchases.</summary>
    public required double Spent { get; init; }

    /// <summary>Price of the last one.</summary>
    public required float LastPrice { get; init; }

    /// <summary>When payment is due.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>Whether the buyer was warned.</summary>
    public required bool Warned { get; init; }

    /// <summary>The numbers of pieces in the order of the purchases. Depends on the order of events.</summary>
    public required string Story { get; init; }

    public static void Define(TableBuilder<Purchases> table)
    {
        table.Key(r => r.Stall, r => r.BuyerId, r => r.Good);
        table.Index("idx_purchases_due", r => r.Due, r => r.BuyerId);
        table.On<Bought>().Row(e => e.Stall, e => e.BuyerId, e => e.Good)
            .Increment(r => r.Pieces, e => (long)e.Pieces)
            .Increment(r => r.Spent, e => (double)e.Price)
            .Set(r => r.LastPrice, e => e.Price)
            .Set(r => r.Due, e => e.Due)
            .Change(r => r.Story, (r, e) => Last(r.Story, e.Pieces));
        table.On<Warned>().Existing(e => e.Stall, e => e.BuyerId, e => e.Good).Set(r => r.Warned, e => true);
        table.On<GivenBack>().Delete(e => e.Stall, e => e.BuyerId, e => e.Good);
        table.On<StallClosed>().DeleteWhere(r => r.Stall, e => e.Stall);
    }

    private static string Last(string? story, int pieces) => $"{story} {pieces}" is { Length: > 40 } s ? s[^40..] : $"{story} {pieces}";
}

/// <summary>Remarks with their position in the log. They are only added and removed, never updated.</summary>
public sealed record Remarks : IReadTable<Remarks>
{
    /// <summary>Position of the event.</summary>
    public required long Position { get; init; }

    /// <summary>Index within the event.</summary>
    public required int Number { get; init; }

    /// <summary>The stall.</summary>
    public required string Stall { get; init; }

    /// <summary>The remark.</summary>
    public required Json Remark { get; init; }

    public static void Define(TableBuilder<Remarks> table)
    {
        table.Key(r => r.Position, r => r.Number);
        table.Index("idx_remarks_stall", r => r.Stall);
        table.On<Bought>().Each(e => e.Remarks.Select((text, i) => (Text: text, Number: i))).Insert()
            .Set(r => r.Position, (e, remark, info) => info.Position)
            .Set(r => r.Number, (e, remark) => remark.Number)
            .Set(r => r.Stall, (e, remark) => e.Stall)
            .Set(r => r.Remark, (e, remark) => Json.Of(remark.Text));
        table.On<StallClosed>().DeleteWhere(r => r.Stall, e => e.Stall);
    }
}

/// <summary>The buyers of each stall, derived from <see cref="Purchases"/>.</summary>
public sealed record Buyers : IReadTable<Buyers>
{
    /// <summary>The stall.</summary>
    public required string Stall { get; init; }

    /// <summary>The buyer.</summary>
    public required long BuyerId { get; init; }

    /// <summary>Number of goods.</summary>
    public required int Goods { get; init; }

    /// <summary>Total price.</summary>
    public required double Spent { get; init; }

    /// <summary>When the first payment is due.</summary>
    public DateTimeOffset? FirstDue { get; init; }

    public static void Define(TableBuilder<Buyers> table)
    {
        table.Key(r => r.Stall, r => r.BuyerId);
        // A buyer who was warned about every good has no row.
        table.DerivedFrom<Purchases>([p => p.Stall, p => p.BuyerId], rows => rows.All(r => r.Warned)
            ? null
            : new Buyers { Stall = rows[0].Stall, BuyerId = rows[0].BuyerId, Goods = rows.Count, Spent = rows.Sum(r => r.Spent), FirstDue = rows.Min(r => r.Due) });
    }
}
