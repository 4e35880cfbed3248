namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>The names of date orders in commands, events and routes.</summary>
public static class DateOrders
{
    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["day_first", "month_first", "year_first"];

    /// <summary>The names as part of a sentence.</summary>
    public const string Sentence = "day_first, month_first or year_first";

    /// <summary>The name of a basis in events.</summary>
    /// <param name="basis">The evidence for an order.</param>
    internal static string NameOf(DateOrderBasis basis) => basis switch
    {
        DateOrderBasis.Stated => "stated",
        DateOrderBasis.Proven => "proven",
        DateOrderBasis.Either => "either",
        DateOrderBasis.EarlierImport => "earlier_import",
        DateOrderBasis.RunningOrder => "running_order",
        DateOrderBasis.Form => "form",
        _ => "assumed",
    };

    /// <summary>How strong the evidence for an order is. An earlier import counts as much as ascending times, since its own basis is in the log.</summary>
    /// <param name="basis">The name of the basis.</param>
    internal static int StrengthOf(string basis) => basis switch
    {
        "stated" or "proven" => 3,
        "running_order" or "earlier_import" => 2,
        "form" => 1,
        _ => 0,
    };

    /// <summary>Whether a name is valid or null.</summary>
    /// <param name="name">The name, or null.</param>
    public static bool Fits(string? name) => name is null || Of(name) is not null;

    /// <summary>The order with a name; null if there is none.</summary>
    /// <param name="name">The name, or null.</param>
    public static DateOrder? Of(string? name) => name switch
    {
        "day_first" => DateOrder.DayFirst,
        "month_first" => DateOrder.MonthFirst,
        "year_first" => DateOrder.YearFirst,
        _ => null,
    };

    /// <summary>The date with day and month swapped; null if it does not exist.</summary>
    /// <param name="day">A day.</param>
    internal static DateOnly? Exchanged(DateOnly day) => day.Day <= 12 ? new DateOnly(day.Year, day.Day, day.Month) : null;

    /// <summary>The name of an order.</summary>
    /// <param name="order">The order.</param>
    public static string NameOf(DateOrder order) => order switch
    {
        DateOrder.DayFirst => "day_first",
        DateOrder.MonthFirst => "month_first",
        _ => "year_first",
    };
}
